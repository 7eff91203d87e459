package chat.parley.core.conversation;

import chat.parley.wire.ErrorCode;
import chat.parley.wire.Retention;
import org.jspecify.annotations.Nullable;

/**
 * What retention may be asked for.
 *
 * @param least the fewest days and messages
 */
public record RetentionBounds(Retention least) {
    public static final long MOST_DAYS = 36_500;
    public static final long MOST_MESSAGES = 1_000_000_000;

    /** Whether anybody may ask for it. */
    public Verdict check(Retention wanted) {
        Verdict days = within("days", wanted.days(), least.days(), MOST_DAYS);
        return days instanceof Verdict.Refused
                ? days
                : within("messages", wanted.messages(), least.messages(), MOST_MESSAGES);
    }

    /** Whether a conversation may ask for it: it keeps no more than the workspace does. */
    Verdict check(Retention wanted, Retention workspace) {
        Verdict days = notOver("days", wanted.days(), workspace.days());
        return days instanceof Verdict.Refused ? days : notOver("messages", wanted.messages(), workspace.messages());
    }

    private static Verdict within(String name, @Nullable Long wanted, @Nullable Long least, long most) {
        long fewest = least == null ? 1 : least;
        return wanted == null || (wanted >= fewest && wanted <= most)
                ? new Verdict.Allowed()
                : new Verdict.Refused(ErrorCode.BAD_REQUEST, name + " must be " + fewest + " to " + most);
    }

    private static Verdict notOver(String name, @Nullable Long wanted, @Nullable Long workspace) {
        return wanted == null || workspace == null || wanted <= workspace
                ? new Verdict.Allowed()
                : new Verdict.Refused(ErrorCode.CONFLICT, "the workspace keeps at most " + workspace + " " + name);
    }
}
