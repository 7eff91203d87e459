package chat.parley.adapter.postgres;

import chat.parley.core.conversation.Change;
import chat.parley.core.conversation.ChangeLog.Created;
import chat.parley.core.conversation.ChangeLog.Outcome;
import chat.parley.core.conversation.NewConversation;
import chat.parley.core.id.ConversationId;
import chat.parley.core.message.MessageChange;
import chat.parley.core.message.MessageChanges;
import chat.parley.core.message.MessageLog;
import chat.parley.core.message.Post;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What waits in a lane. Works of one conversation are done in the order they came. */
sealed interface Work {
    /** What a change or a creation weighs against the lane's bound of bytes, beside its text. */
    int WEIGHT = 200;

    /** What a mention or an attachment weighs: an id, and a row of its own. */
    int REFERENCE = 60;

    ConversationId conversation();

    /** Bytes against the lane's bound. */
    int bytes();

    /** Refuses it: the store cannot be reached, or the lane is full. */
    void refuse();

    record Message(Post post, Consumer<MessageLog.Outcome> done, long since, int bytes) implements Work {
        static Message of(Post post, Consumer<MessageLog.Outcome> done) {
            // a UTF-16 unit is at most three bytes of UTF-8; exactness is not worth encoding the text twice
            int references = post.context() == null
                    ? 0
                    : post.context().mentions().size()
                            + post.context().attachments().size();
            return new Message(
                    post, done, System.nanoTime(), WEIGHT + 3 * post.text().length() + REFERENCE * references);
        }

        @Override
        public ConversationId conversation() {
            return post.conversation();
        }

        @Override
        public void refuse() {
            done.accept(new MessageLog.Outcome.Unavailable(Lane.RETRY_AFTER));
        }
    }

    record Amendment(Change change, long accessVersion, CompletableFuture<Outcome> done) implements Work {
        @Override
        public ConversationId conversation() {
            return change.conversation();
        }

        @Override
        public int bytes() {
            return WEIGHT;
        }

        @Override
        public void refuse() {
            done.complete(new Outcome.Unavailable(Lane.RETRY_AFTER));
        }
    }

    record Revision(MessageChange change, long accessVersion, CompletableFuture<MessageChanges.Outcome> done)
            implements Work {
        @Override
        public ConversationId conversation() {
            return change.conversation();
        }

        @Override
        public int bytes() {
            return WEIGHT
                    + (change instanceof MessageChange.Edit edit
                            ? 3 * edit.text().length()
                            : 0);
        }

        @Override
        public void refuse() {
            done.complete(new MessageChanges.Outcome.Unavailable(Lane.RETRY_AFTER));
        }
    }

    record Creation(NewConversation wanted, CompletableFuture<Created> done) implements Work {
        @Override
        public ConversationId conversation() {
            return wanted.id();
        }

        @Override
        public int bytes() {
            return WEIGHT;
        }

        @Override
        public void refuse() {
            done.complete(new Created.Unavailable(Lane.RETRY_AFTER));
        }
    }
}
