package chat.parley.bench;

import org.jspecify.annotations.Nullable;

/**
 * How large and how long; what is null is the scenario's own choice, which is that of the targets in the design.
 *
 * @param users pairs, members or clients, by scenario
 * @param rate messages a second; null looks for the ceiling
 * @param seconds of a step
 * @param entries in all conversations together
 * @param threads of the generator
 * @param textBytes of a message
 * @param marks whether people tell what was delivered and read, where the scenario leaves the choice
 */
public record Settings(
        @Nullable Integer users,
        @Nullable Integer rate,
        @Nullable Integer seconds,
        @Nullable Integer entries,
        int threads,
        int textBytes,
        boolean marks) {

    public int usersOr(int otherwise) {
        return users == null ? otherwise : users;
    }

    public int secondsOr(int otherwise) {
        return seconds == null ? otherwise : seconds;
    }

    public int entriesOr(int otherwise) {
        return entries == null ? otherwise : entries;
    }
}
