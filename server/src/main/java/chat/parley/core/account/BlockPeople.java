package chat.parley.core.account;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.Signal;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import chat.parley.wire.ErrorCode;
import chat.parley.wire.Profile;
import java.util.List;

/** A user's list of the blocked, which nobody else sees. */
public final class BlockPeople {
    private final Blocks blocks;
    private final LookUpPeople people;
    private final Bus bus;
    private final int most;

    public BlockPeople(Blocks blocks, LookUpPeople people, Bus bus, AccountConfig config) {
        this.blocks = blocks;
        this.people = people;
        this.bus = bus;
        this.most = config.maxBlocks();
    }

    public Reply<Profile> block(Caller caller, UserId user) {
        if (user.equals(caller.user())) {
            return Reply.refused(ErrorCode.BAD_REQUEST, "nobody blocks themselves");
        }
        Reply<Profile> found = people.one(caller, user);
        if (found instanceof Reply.Refused<Profile>) {
            return found;
        }
        if (!blocks.add(caller.user(), user, most)) {
            return Reply.refused(ErrorCode.CONFLICT, "at most " + most + " users can be blocked");
        }
        bus.publish(new Signal.BlockChanged(caller.user(), user, true));
        return found;
    }

    /** Unblocking somebody who is not blocked changes nothing. */
    public void unblock(Caller caller, UserId user) {
        blocks.remove(caller.user(), user);
        bus.publish(new Signal.BlockChanged(caller.user(), user, false));
    }

    public List<Profile> list(Caller caller) {
        return blocks.of(caller.user());
    }
}
