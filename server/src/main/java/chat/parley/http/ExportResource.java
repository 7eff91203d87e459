package chat.parley.http;

import chat.parley.core.attachment.HandOutAttachments;
import chat.parley.core.emoji.CustomEmojis;
import chat.parley.core.export.ExportConfig;
import chat.parley.core.export.ExportOwnData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import java.time.InstantSource;

/** What people take with them. */
public final class ExportResource implements Resource {
    private final ExportOwnData export;
    private final HandOutAttachments attachments;
    private final CustomEmojis emoji;
    private final ExportConfig config;
    private final InstantSource clock;

    public ExportResource(
            ExportOwnData export,
            HandOutAttachments attachments,
            CustomEmojis emoji,
            ExportConfig config,
            InstantSource clock) {
        this.export = export;
        this.attachments = attachments;
        this.emoji = emoji;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public void declare(Routes routes) {
        routes.get("/v1/users/me/export", this::own);
    }

    private Answer own(Call call) {
        return Replies.answer(export.begin(call.caller()), begun -> {
            call.mayWait(config.longest());
            HttpHeaders headers = HttpHeaders.of(
                    HttpHeaderNames.CONTENT_TYPE,
                    "application/zip",
                    HttpHeaderNames.CONTENT_DISPOSITION,
                    "attachment; filename=\"parley.zip\"");
            return new Answer.Poured(
                    headers, out -> OwnArchive.write(begun, attachments, emoji, clock.instant(), out), begun::close);
        });
    }
}
