package chat.parley.http;

import chat.parley.core.account.Authenticator;
import chat.parley.core.account.Caller;
import chat.parley.core.attachment.Attachment;
import chat.parley.core.attachment.AttachmentConfig;
import chat.parley.core.attachment.HandOutAttachments;
import chat.parley.core.attachment.ImageSize;
import chat.parley.core.attachment.LinkAttachments;
import chat.parley.core.attachment.Piece;
import chat.parley.core.attachment.Rendition;
import chat.parley.core.attachment.TakeUploads;
import chat.parley.core.id.UserId;
import chat.parley.core.reply.Reply;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import com.linecorp.armeria.common.HttpMethod;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attachments. What users uploaded is answered so that no browser takes it for a page of this server's: by the type that its
 * bytes have, never guessed, to be saved unless it is an image, and where it is shown all the same, without scripts and in an
 * origin of its own.
 */
public final class AttachmentResource implements Resource {
    private static final Logger LOG = LoggerFactory.getLogger(AttachmentResource.class);
    private static final long READ_ON = 1024 * 1024;
    private static final String SANDBOX = "default-src 'none'; sandbox";

    private final TakeUploads uploads;
    private final HandOutAttachments handOut;
    private final LinkAttachments links;
    private final Authenticator authenticator;
    private final AttachmentConfig config;
    private final AttachmentMetrics metrics;

    public AttachmentResource(
            TakeUploads uploads,
            HandOutAttachments handOut,
            LinkAttachments links,
            Authenticator authenticator,
            AttachmentConfig config,
            MeterRegistry registry) {
        this.uploads = uploads;
        this.handOut = handOut;
        this.links = links;
        this.authenticator = authenticator;
        this.config = config;
        this.metrics = new AttachmentMetrics(registry);
    }

    @Override
    public void declare(Routes routes) {
        routes.streamed("/v1/attachments", this::upload);
        routes.open(HttpMethod.GET, "/v1/attachments/{attachment}", this::download);
        routes.post("/v1/attachments/{attachment}/link", this::link);
    }

    private Answer upload(Call call) {
        call.mayWait(config.transfer());
        InputStream bytes = call.stream();
        Reply<Attachment> reply = uploads.take(call.caller(), call.query("name").orElse(""), call.length(), bytes);
        metrics.uploaded(reply);
        if (reply instanceof Reply.Refused<Attachment>) {
            readOn(bytes, call.length());
        }
        return Replies.answer(reply, attachment -> Answer.created(Shown.of(attachment)));
    }

    /** A client whose body is cut off may take that for its answer: of one that is short the rest is read first. */
    static void readOn(InputStream bytes, OptionalLong length) {
        if (length.orElse(0) > READ_ON) {
            return;
        }
        try {
            long read = bytes.skip(READ_ON);
            LOG.debug("of a refused upload {} bytes more were read", read);
        } catch (IOException | RuntimeException brokenOff) {
            LOG.debug("a refused upload broke off", brokenOff);
        }
    }

    private Answer link(Call call) {
        return Replies.answer(handOut.see(call.caller().user(), call.path("attachment")), attachment -> {
            String token = links.link(call.caller(), attachment.id());
            String link = "/v1/attachments/" + attachment.id() + "?link=" + token;
            return Answer.ok(new Linked(link, LinkAttachments.LIFETIME.toSeconds(), Shown.of(attachment)));
        });
    }

    private Answer download(Call call) {
        Optional<UserId> user = user(call);
        if (user.isEmpty()) {
            return new Answer.Refusal(
                    Problem.unauthenticated("an access token or a link is needed, and this is no good one"));
        }
        return Replies.answer(piece(call, user.get()), piece -> answer(call, piece));
    }

    private Reply<Piece> piece(Call call, UserId user) {
        Optional<Long> size = call.queryNumber("size");
        if (size.isEmpty()) {
            return handOut.original(user, call.path("attachment"));
        }
        Rendition rendition = Rendition.thumbnail(size.get())
                .orElseThrow(() -> RefusedRequest.badRequest("size must be 360 or 1200"));
        return handOut.thumbnail(user, call.path("attachment"), rendition);
    }

    private Optional<UserId> user(Call call) {
        Optional<String> link = call.query("link");
        return link.isPresent()
                ? links.user(link.get(), call.path("attachment"))
                : call.bearer().flatMap(authenticator::authenticate).map(Caller::user);
    }

    private Answer answer(Call call, Piece piece) {
        String tag = tag(piece);
        HttpHeadersBuilder headers = headers(piece, tag);
        if (call.header(HttpHeaderNames.IF_NONE_MATCH).filter(tag::equals).isPresent()) {
            return new Answer.Bare(304, headers.build());
        }
        boolean same = call.header(HttpHeaderNames.IF_RANGE).map(tag::equals).orElse(true);
        Optional<String> range = call.header(HttpHeaderNames.RANGE).filter(asked -> same);
        return switch (ByteRange.asked(range, piece.bytes())) {
            case ByteRange.Asked.All() -> bytes(call, 200, headers, piece, new ByteRange(0, piece.bytes() - 1));
            case ByteRange.Asked.Part(ByteRange part) ->
                bytes(
                        call,
                        206,
                        headers.set(
                                HttpHeaderNames.CONTENT_RANGE,
                                "bytes %d-%d/%d".formatted(part.first(), part.last(), piece.bytes())),
                        piece,
                        part);
            case ByteRange.Asked.Outside() ->
                new Answer.Bare(416, HttpHeaders.of(HttpHeaderNames.CONTENT_RANGE, "bytes */" + piece.bytes()));
        };
    }

    private Answer bytes(Call call, int status, HttpHeadersBuilder headers, Piece piece, ByteRange range) {
        Optional<InputStream> bytes = handOut.open(piece, range.first());
        if (bytes.isEmpty()) {
            return new Answer.Refusal(Problem.notFound("its bytes are not on this server"));
        }
        call.mayWait(config.transfer());
        metrics.downloaded(range.length());
        return new Answer.Streamed(status, headers.build(), bytes.get(), range.length());
    }

    private static String tag(Piece piece) {
        String size = piece.rendition() == Rendition.ORIGINAL
                ? ""
                : "-" + piece.rendition().pixels();
        return "\"" + piece.attachment().id() + size + "\"";
    }

    /** It may be kept by the client, which asks each time whether it still may have it. */
    private static HttpHeadersBuilder headers(Piece piece, String tag) {
        Attachment attachment = piece.attachment();
        return harmless(piece.type())
                .set(HttpHeaderNames.CONTENT_DISPOSITION, Disposition.of(attachment.image(), attachment.name()))
                .set(HttpHeaderNames.CACHE_CONTROL, "private, no-cache")
                .set(HttpHeaderNames.ACCEPT_RANGES, "bytes")
                .set(HttpHeaderNames.ETAG, tag);
    }

    /** For what users sent: whatever it holds, no browser makes a page of it. */
    static HttpHeadersBuilder harmless(String type) {
        return HttpHeaders.builder()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, SANDBOX)
                .set(HttpHeaderNames.REFERRER_POLICY, "no-referrer")
                .set("cross-origin-resource-policy", "same-origin");
    }

    private record Shown(
            String id,
            String name,
            String type,
            long bytes,
            @Nullable Integer width,
            @Nullable Integer height) {
        static Shown of(Attachment attachment) {
            ImageSize size = attachment.size();
            return new Shown(
                    attachment.id().toString(),
                    attachment.name(),
                    attachment.type(),
                    attachment.bytes(),
                    size == null ? null : size.width(),
                    size == null ? null : size.height());
        }
    }

    private record Linked(String link, long expiresIn, Shown attachment) {}
}
