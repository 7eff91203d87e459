package chat.parley.app;

import chat.parley.adapter.postgres.WorkspaceData;
import chat.parley.adapter.postgres.WorkspaceData.Conversation;
import chat.parley.adapter.postgres.WorkspaceData.Member;
import chat.parley.adapter.postgres.WorkspaceData.Person;
import chat.parley.core.attachment.Attachment;
import chat.parley.core.attachment.AttachmentFiles;
import chat.parley.core.attachment.Rendition;
import chat.parley.core.emoji.CustomEmoji;
import chat.parley.core.emoji.CustomEmojis;
import chat.parley.core.emoji.EmojiPicture;
import chat.parley.core.id.HoldId;
import chat.parley.core.id.UserId;
import chat.parley.core.retention.Hold;
import chat.parley.core.retention.Holds;
import chat.parley.core.usergroup.UserGroup;
import chat.parley.core.usergroup.UserGroups;
import chat.parley.http.WireModule;
import chat.parley.wire.Entry;
import chat.parley.wire.Retention;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a whole workspace as a ZIP file (docs/reference/workspace-export.md), in pages, of which one at a time is in memory. */
final class WorkspaceArchive {
    static final int FORMAT = 1;

    /** Rows a statement. */
    static final int PAGE = 1_000;

    private static final JsonMapper JSON =
            JsonMapper.builder().addModule(new WireModule()).build();

    private final WorkspaceData data;
    private final Things things;
    private final ZipParts zip;
    private final ExportProgress progress;
    private final List<String> missing = new ArrayList<>();

    private WorkspaceArchive(WorkspaceData data, Things things, ZipParts zip, ExportProgress progress) {
        this.data = data;
        this.things = things;
        this.zip = zip;
        this.progress = progress;
    }

    /** Whence comes what is in no log. */
    record Things(CustomEmojis emoji, UserGroups groups, Holds holds, AttachmentFiles files) {}

    /** @param direct whether direct conversations are wanted, too */
    record Scope(boolean direct, String release, Instant at) {}

    /** Takes what is found, one after the other. */
    private interface Taker<T> {
        void take(T found) throws IOException;
    }

    private interface Pages<T> {
        List<T> page(@Nullable T last, int limit);
    }

    /** Answers the ids of attachments whose bytes are not there; does not close {@code out}. */
    static List<String> write(WorkspaceData data, Things things, Scope scope, ExportProgress progress, OutputStream out)
            throws IOException {
        WorkspaceArchive archive = new WorkspaceArchive(data, things, new ZipParts(out), progress);
        archive.write(scope);
        return archive.missing;
    }

    private void write(Scope scope) throws IOException {
        List<Conversation> conversations = conversations(scope);
        // After it, so that everybody who is named in a log is there: accounts are never deleted.
        settled();
        members(conversations);
        for (Conversation each : conversations) {
            log(each);
            progress.conversation();
        }
        for (Conversation each : conversations) {
            all((@Nullable Attachment last, int limit) -> data.attachments(each, last, limit), this::attachment);
        }
        pictures();
        Manifest manifest = new Manifest(
                FORMAT, scope.release(), scope.at(), scope.direct(), progress.entries(), missing, zip.parts());
        zip.last("manifest.json", JSON.writeValueAsBytes(manifest));
    }

    /** What is in no conversation. */
    private void settled() throws IOException {
        zip.part("workspace.json", part -> line(part, new Workspace(data.retention())));
        zip.part("users.jsonl", part -> all(data::people, (Person found) -> line(part, User.of(found))));
        zip.part("emoji.jsonl", part -> {
            for (CustomEmoji each : things.emoji().all()) {
                line(part, Emoji.of(each));
            }
        });
        zip.part("groups.jsonl", part -> {
            for (UserGroups.Summary each : things.groups().all()) {
                Optional<UserGroup> group = things.groups().find(each.id());
                if (group.isPresent()) {
                    line(part, Group.of(group.get()));
                }
            }
        });
        zip.part("holds.jsonl", part -> all(this::holds, (Hold found) -> line(part, Held.of(found))));
    }

    /** Once: how far each log is exported is what it was then. */
    private List<Conversation> conversations(Scope scope) throws IOException {
        List<Conversation> conversations = new ArrayList<>();
        zip.part(
                "conversations.jsonl",
                part -> all(
                        (@Nullable Conversation last, int limit) -> data.conversations(scope.direct(), last, limit),
                        found -> {
                            conversations.add(found);
                            line(part, Told.of(found));
                        }));
        progress.conversations(conversations.size());
        return conversations;
    }

    private void members(List<Conversation> conversations) throws IOException {
        zip.part("members.jsonl", part -> {
            for (Conversation each : conversations) {
                all(
                        (@Nullable Member last, int limit) -> data.members(each, last, limit),
                        found -> line(part, Membership.of(each, found)));
            }
        });
    }

    private void log(Conversation of) throws IOException {
        zip.part(
                "conversations/" + of.id() + ".jsonl",
                part -> all((@Nullable Entry last, int limit) -> data.entries(of, last, limit), found -> {
                    line(part, found);
                    progress.entry();
                }));
    }

    private static <T> void all(Pages<T> pages, Taker<T> taker) throws IOException {
        T last = null;
        List<T> page;
        do {
            page = pages.page(last, PAGE);
            for (T found : page) {
                taker.take(found);
                last = found;
            }
        } while (page.size() == PAGE);
    }

    private List<Hold> holds(@Nullable Hold last, int limit) {
        HoldId before = last == null ? null : last.id();
        return things.holds().list(before, limit);
    }

    private void attachment(Attachment found) throws IOException {
        Optional<InputStream> bytes = things.files().read(found.id(), Rendition.ORIGINAL, 0);
        if (bytes.isEmpty()) {
            missing.add(found.id().toString());
            return;
        }
        try (InputStream open = bytes.get()) {
            zip.part("attachments/" + found.id(), part -> open.transferTo(part));
        }
        progress.attachment(found.bytes());
    }

    /** Two emoji may have one picture; one that was removed meanwhile has none. */
    private void pictures() throws IOException {
        Set<String> written = new HashSet<>();
        for (CustomEmoji each : things.emoji().all()) {
            Optional<EmojiPicture> picture = things.emoji().picture(each.picture());
            if (picture.isPresent() && written.add(each.picture())) {
                zip.part(
                        "emoji/" + each.picture(),
                        part -> part.write(picture.get().bytes()));
            }
        }
    }

    private static void line(OutputStream out, Object value) throws IOException {
        out.write(JSON.writeValueAsBytes(value));
        out.write('\n');
    }

    private record Manifest(
            int format,
            String release,
            Instant at,
            boolean direct,
            long entries,
            List<String> missing,
            List<ZipParts.Part> parts) {}

    private record Workspace(Retention retention) {}

    private record User(
            String id,
            String handle,
            String name,
            String role,
            Instant created,
            @Nullable Instant deleted) {
        static User of(Person found) {
            return new User(
                    found.id().toString(),
                    found.handle(),
                    found.name(),
                    found.role(),
                    found.created(),
                    found.deleted());
        }
    }

    private record Emoji(String name, String picture, String addedBy, Instant addedAt) {
        static Emoji of(CustomEmoji found) {
            return new Emoji(
                    found.name().value(), found.picture(), found.addedBy().toString(), found.addedAt());
        }
    }

    private record Group(String id, String handle, String name, List<String> members) {
        static Group of(UserGroup found) {
            return new Group(
                    found.id().toString(),
                    found.handle(),
                    found.name(),
                    found.members().stream().map(UserId::toString).toList());
        }
    }

    private record Held(
            String id,
            @Nullable String conversation,
            @Nullable String user,
            String reason,
            String placedBy,
            Instant placedAt,
            @Nullable String releasedBy,
            @Nullable Instant releasedAt) {
        static Held of(Hold found) {
            Hold.End end = found.end().orElse(null);
            return new Held(
                    found.id().toString(),
                    found.target() instanceof Hold.Target.OfConversation(var conversation)
                            ? conversation.toString()
                            : null,
                    found.target() instanceof Hold.Target.OfUser(var user) ? user.toString() : null,
                    found.reason(),
                    found.placedBy().toString(),
                    found.placedAt(),
                    end == null ? null : end.by().toString(),
                    end == null ? null : end.at());
        }
    }

    private record Told(
            String id,
            String kind,
            @Nullable String title,
            @Nullable String topic,
            String history,
            String invites,
            String creator,
            Instant created,
            Retention retention,
            long first,
            long last) {
        static Told of(Conversation found) {
            return new Told(
                    found.id().toString(),
                    found.kind().wireName(),
                    found.title(),
                    found.topic(),
                    found.history(),
                    found.invites(),
                    found.creator().toString(),
                    found.created(),
                    found.retention(),
                    found.first(),
                    found.last());
        }
    }

    private record Membership(
            String conversation,
            String user,
            String role,
            long joined,
            @Nullable Long left) {
        static Membership of(Conversation in, Member found) {
            return new Membership(
                    in.id().toString(), found.user().toString(), found.role().wireName(), found.joined(), found.left());
        }
    }
}
