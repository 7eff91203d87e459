package chat.parley.http;

import chat.parley.core.account.Account;
import chat.parley.core.attachment.HandOutAttachments;
import chat.parley.core.attachment.Piece;
import chat.parley.core.emoji.CustomEmoji;
import chat.parley.core.emoji.CustomEmojis;
import chat.parley.core.emoji.EmojiPicture;
import chat.parley.core.export.ExportOwnData;
import chat.parley.core.export.OwnData.Begun;
import chat.parley.core.export.OwnData.Membership;
import chat.parley.core.export.OwnData.Saved;
import chat.parley.core.id.UserId;
import chat.parley.core.notice.NoticeChoice;
import chat.parley.core.notice.NoticeRule;
import chat.parley.core.reply.Reply;
import chat.parley.core.scheduled.Scheduled;
import chat.parley.wire.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes what is somebody's own as a ZIP file (docs/reference/export.md), as fast as the other end takes it and never whole in memory. */
final class OwnArchive {
    private static final int FORMAT = 1;

    private final ExportOwnData.Export export;
    private final HandOutAttachments attachments;
    private final CustomEmojis emoji;
    private final ZipOutputStream zip;
    private final Set<String> waiting = new HashSet<>();

    private OwnArchive(
            ExportOwnData.Export export, HandOutAttachments attachments, CustomEmojis emoji, OutputStream out) {
        this.export = export;
        this.attachments = attachments;
        this.emoji = emoji;
        this.zip = new ZipOutputStream(out);
    }

    static void write(
            ExportOwnData.Export export,
            HandOutAttachments attachments,
            CustomEmojis emoji,
            Instant now,
            OutputStream out)
            throws IOException {
        OwnArchive archive = new OwnArchive(export, attachments, emoji, out);
        archive.write(now);
        archive.zip.close();
    }

    private void write(Instant now) throws IOException {
        Account account = export.account();
        file("manifest.json", new Manifest(FORMAT, account.id().toString(), now));
        file("profile.json", account.profile());
        file("settings.json", new Settings(account.readReceipts(), ShownPreferences.of(export.preferences())));
        lines("blocks.jsonl", taker -> {
            for (Object blocked : export.blocked()) {
                taker.take(blocked);
            }
        });
        lines("conversations.jsonl", taker -> export.memberships(found -> taker.take(shown(found))));
        lines("saved.jsonl", taker -> export.saved(found -> taker.take(shown(found))));
        lines("drafts.jsonl", taker -> export.begun(found -> taker.take(shown(found))));
        lines("scheduled.jsonl", taker -> export.scheduled(found -> taker.take(ScheduledResource.Shown.of(found))));
        List<CustomEmoji> added = emoji.all().stream()
                .filter(each -> each.addedBy().equals(account.id()))
                .toList();
        lines("emoji.jsonl", taker -> {
            for (CustomEmoji each : added) {
                taker.take(new Emoji(each.name().value(), each.picture(), each.addedAt()));
            }
        });
        lines("messages.jsonl", taker -> export.said(taker::take));
        export.scheduled(this::attachments);
        export.said(this::attachments);
        pictures(added);
    }

    private interface Source {
        void giveTo(ExportOwnData.Taker<Object> taker) throws IOException;
    }

    private void lines(String name, Source source) throws IOException {
        begin(name);
        source.giveTo(this::line);
        zip.closeEntry();
    }

    private void begin(String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
    }

    private void file(String name, Object value) throws IOException {
        begin(name);
        line(value);
        zip.closeEntry();
    }

    private void line(Object value) throws IOException {
        zip.write(Json.write(value));
        zip.write('\n');
    }

    private record Manifest(int format, String user, Instant at) {}

    private record Settings(boolean readReceipts, ShownPreferences notifications) {}

    private record Conversation(
            String id,
            String kind,
            @Nullable String title,
            String role,
            long joined,
            @Nullable Long left,
            @Nullable String notices,
            boolean muted,
            @Nullable Instant mutedUntil) {}

    private record Emoji(String name, String picture, Instant addedAt) {}

    private record SavedMessage(String conversation, long seq, Instant savedAt) {}

    private record Draft(String conversation, @Nullable Long thread, String text) {}

    private static Conversation shown(Membership of) {
        NoticeChoice choice = of.notices();
        NoticeRule rule = choice.rule();
        return new Conversation(
                of.conversation().toString(),
                of.kind().wireName(),
                of.title().orElse(null),
                of.role().wireName(),
                of.joined(),
                of.left(),
                rule == null ? null : rule.wireName(),
                choice.muted(),
                choice.until());
    }

    private static SavedMessage shown(Saved saved) {
        return new SavedMessage(saved.conversation().toString(), saved.seq(), saved.at());
    }

    private static Draft shown(Begun begun) {
        return new Draft(begun.conversation().toString(), begun.thread(), begun.text());
    }

    /** The bytes of what the message names, where the user may have them and they are here. */
    private void attachments(Entry entry) throws IOException {
        if (entry.body() instanceof Entry.Message message) {
            for (String id : message.attachments()) {
                if (!waiting.contains(id)) {
                    attachment(id);
                }
            }
        }
    }

    /** What is sent meanwhile is met again among what was said. */
    private void attachments(Scheduled scheduled) throws IOException {
        for (String id : scheduled.message().attachments()) {
            if (waiting.add(id)) {
                attachment(id);
            }
        }
    }

    /** Two emoji may have one picture; one that was removed meanwhile has none. */
    private void pictures(List<CustomEmoji> of) throws IOException {
        Set<String> written = new HashSet<>();
        for (CustomEmoji each : of) {
            Optional<EmojiPicture> picture = emoji.picture(each.picture());
            if (picture.isPresent() && written.add(each.picture())) {
                begin("emoji/" + each.picture());
                zip.write(picture.get().bytes());
                zip.closeEntry();
            }
        }
    }

    private void attachment(String id) throws IOException {
        UserId user = export.account().id();
        if (attachments.original(user, id) instanceof Reply.Given<Piece>(Piece there)) {
            Optional<InputStream> bytes = attachments.open(there, 0);
            if (bytes.isPresent()) {
                try (InputStream open = bytes.get()) {
                    begin("attachments/" + id);
                    open.transferTo(zip);
                    zip.closeEntry();
                }
            }
        }
    }
}
