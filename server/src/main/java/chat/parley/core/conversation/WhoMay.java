package chat.parley.core.conversation;

import chat.parley.core.account.Caller;
import chat.parley.core.id.UserId;
import chat.parley.wire.ErrorCode;
import java.util.Optional;

/**
 * Who may do what (protocol section 4, last paragraph), all of it, as pure functions of what the store knows.
 *
 * <p>Two refusals are for those who are no members: {@code not_found} where they may not learn that the conversation
 * exists (a group or direct; any channel for a guest), in the very words of one that does not exist; {@code forbidden}
 * where they may (a channel, which is listed anyway). An empty {@link Access} is a conversation that does not exist.
 *
 * <p>Posting is judged by the log under its lock, by the same rules; {@link #post} says in their words why it refused.
 */
public final class WhoMay {
    private static final Verdict ALLOWED = new Verdict.Allowed();
    /** What is said of a conversation that is not there, and of one that the caller may not know of. */
    public static final Verdict.Refused NO_SUCH_CONVERSATION =
            new Verdict.Refused(ErrorCode.NOT_FOUND, "no such conversation");

    /** What is said where one of the two of a direct conversation blocks the other, whichever it is. */
    public static final Verdict.Refused BLOCKED =
            new Verdict.Refused(ErrorCode.FORBIDDEN, "one of you blocks the other");

    private static final Verdict NOT_JOINED = refused(ErrorCode.FORBIDDEN, "join the channel first");

    private WhoMay() {}

    /** Its state: members, and for a channel everybody but guests. */
    public static Verdict see(Caller caller, Optional<Access> access) {
        return access.isPresent() && visible(caller, access.get()) ? ALLOWED : NO_SUCH_CONVERSATION;
    }

    /** Its entries, messages, members and markers: members only. */
    public static Verdict read(Caller caller, Optional<Access> access) {
        if (access.isEmpty() || !visible(caller, access.get())) {
            return NO_SUCH_CONVERSATION;
        }
        return access.get().member() ? ALLOWED : NOT_JOINED;
    }

    /** A message: members; in a direct conversation neither may block the other. */
    public static Verdict post(Caller caller, Optional<Access> access) {
        Verdict member = read(caller, access);
        if (member instanceof Verdict.Allowed && access.orElseThrow().blocked()) {
            return BLOCKED;
        }
        return member;
    }

    /** A reaction, put on or taken off: as posting. */
    public static Verdict react(Caller caller, Optional<Access> access) {
        return post(caller, access);
    }

    /** Change the text of a message: as posting. Whose it is, and how old, the log judges. */
    public static Verdict edit(Caller caller, Optional<Access> access) {
        return post(caller, access);
    }

    /**
     * Take a message back: members; across a block too, since it takes words away and says none. That it is one's own, and
     * young enough, the log judges; of owners and moderators it asks neither.
     */
    public static Verdict recall(Caller caller, Optional<Access> access) {
        return read(caller, access);
    }

    /** Pin and unpin: who may post in a direct conversation or a group; in a channel, which has an audience, those who lead. */
    public static Verdict pin(Caller caller, Optional<Access> access) {
        Verdict poster = post(caller, access);
        if (poster instanceof Verdict.Allowed
                && access.orElseThrow().kind() == Kind.CHANNEL
                && !access.orElseThrow().leads()) {
            return forbiddenToMembers("pin messages of a channel");
        }
        return poster;
    }

    /** Become a member on one's own: channels only, no guest (who is there already may ask again). */
    public static Verdict join(Caller caller, Optional<Access> access) {
        Verdict seen = see(caller, access);
        if (seen instanceof Verdict.Allowed && access.orElseThrow().kind() != Kind.CHANNEL) {
            return refused(ErrorCode.CONFLICT, "only a channel can be joined");
        }
        return seen;
    }

    /** Bring others in: owners and moderators; every member where {@code invites} is {@code all}. */
    public static Verdict add(Caller caller, Optional<Access> access) {
        Verdict member = readNotDirect(caller, access, "nobody can be added to a direct conversation");
        if (member instanceof Verdict.Refused) {
            return member;
        }
        Access of = access.orElseThrow();
        return of.leads() || of.invitesAll() ? ALLOWED : forbiddenToMembers("add members");
    }

    /** Take somebody else out: owners; moderators too, but not an owner. Who is out already may be taken out again. */
    public static Verdict remove(Caller caller, Optional<Access> access, Optional<MemberRole> target) {
        Verdict leader = lead(caller, access, "nobody can be removed from a direct conversation", "remove members");
        if (leader instanceof Verdict.Allowed
                && target.equals(Optional.of(MemberRole.OWNER))
                && !access.orElseThrow().owns()) {
            return refused(ErrorCode.FORBIDDEN, "only an owner removes an owner");
        }
        return leader;
    }

    /**
     * Take oneself out: not of a direct, and not as the last owner; but of a group in which nobody else is left to hand over to. A
     * channel's only member stays: others may join it at any time, and would have nobody who leads. Who is out already may ask again.
     */
    public static Verdict leave(Caller caller, Optional<Access> access) {
        if (access.isEmpty() || !(visible(caller, access.get()) || access.get().former())) {
            return NO_SUCH_CONVERSATION;
        }
        Access of = access.get();
        if (of.kind() == Kind.DIRECT) {
            return refused(ErrorCode.CONFLICT, "a direct conversation cannot be left");
        }
        boolean needed = of.kind() == Kind.CHANNEL || !of.alone();
        return of.owns() && of.owners() == 1 && needed ? lastOwner() : ALLOWED;
    }

    /**
     * Give {@code user} another role: owners only, and one owner must remain.
     *
     * @param target the role that {@code user} has now, empty for a non-member
     */
    public static Verdict setRole(
            Caller caller, Optional<Access> access, UserId user, Optional<MemberRole> target, MemberRole wanted) {
        Verdict member = readNotDirect(caller, access, "a direct conversation has no roles");
        if (member instanceof Verdict.Refused) {
            return member;
        }
        if (!access.orElseThrow().owns()) {
            return refused(ErrorCode.FORBIDDEN, "only an owner gives roles");
        }
        if (target.isEmpty()) {
            return refused(ErrorCode.NOT_FOUND, "no such member: " + user);
        }
        boolean demotesOwner = target.get() == MemberRole.OWNER && wanted != MemberRole.OWNER;
        return demotesOwner && access.orElseThrow().owners() == 1 ? lastOwner() : ALLOWED;
    }

    /** Change title, topic, history, invites: owners and moderators. */
    public static Verdict setProperties(Caller caller, Optional<Access> access) {
        return lead(caller, access, "a direct conversation has no properties", "change its properties");
    }

    /** Say how much of it is kept, which deletes the rest: owners. */
    public static Verdict setRetention(Caller caller, Optional<Access> access) {
        Verdict member = readNotDirect(caller, access, "the workspace says how much of a direct conversation is kept");
        return member instanceof Verdict.Allowed && !access.orElseThrow().owns()
                ? refused(ErrorCode.FORBIDDEN, "only an owner says how much is kept")
                : member;
    }

    /** Who has an entry delivered or read: its sender, owners and moderators; none where they may not see the entry. */
    public static Verdict receipts(Caller caller, Optional<Access> access, long seq, Optional<UserId> sender) {
        Verdict member = read(caller, access);
        if (member instanceof Verdict.Refused) {
            return member;
        }
        Access of = access.orElseThrow();
        if (seq < of.first() || sender.isEmpty()) {
            return refused(ErrorCode.NOT_FOUND, "no such message");
        }
        boolean theirs = sender.get().equals(caller.user());
        return theirs || of.leads()
                ? ALLOWED
                : refused(ErrorCode.FORBIDDEN, "receipts are for the sender and moderators");
    }

    /** Make a conversation: everybody, but a guest no channel, since a guest may not see the channels. */
    public static Verdict create(Caller caller, Kind kind) {
        boolean guestChannel = caller.guest() && kind == Kind.CHANNEL;
        return guestChannel ? refused(ErrorCode.FORBIDDEN, "a guest makes no channels") : ALLOWED;
    }

    /** Make a new direct conversation: not where either blocks the other. */
    public static Verdict createDirect(boolean blocked) {
        return blocked ? BLOCKED : ALLOWED;
    }

    private static boolean visible(Caller caller, Access access) {
        return access.member() || (access.kind() == Kind.CHANNEL && !caller.guest());
    }

    private static Verdict readNotDirect(Caller caller, Optional<Access> access, String direct) {
        Verdict member = read(caller, access);
        if (member instanceof Verdict.Allowed && access.orElseThrow().kind() == Kind.DIRECT) {
            return refused(ErrorCode.CONFLICT, direct);
        }
        return member;
    }

    private static Verdict lead(Caller caller, Optional<Access> access, String direct, String what) {
        Verdict member = readNotDirect(caller, access, direct);
        if (member instanceof Verdict.Allowed && !access.orElseThrow().leads()) {
            return forbiddenToMembers(what);
        }
        return member;
    }

    private static Verdict forbiddenToMembers(String what) {
        return refused(ErrorCode.FORBIDDEN, "only owners and moderators " + what);
    }

    private static Verdict lastOwner() {
        return refused(ErrorCode.CONFLICT, "the last owner hands over first");
    }

    private static Verdict refused(ErrorCode code, String detail) {
        return new Verdict.Refused(code, detail);
    }
}
