package chat.parley.core.preview;

import chat.parley.core.account.Caller;
import chat.parley.core.id.ConversationId;
import chat.parley.core.limit.RateLimiter;
import chat.parley.core.limit.RateLimiter.Limit;
import chat.parley.core.message.ReadMessages;
import chat.parley.core.preview.Pages.Look;
import chat.parley.core.reply.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is behind the links of a message, as it reads now. It is derived when somebody shows the message, never stored with it: so an
 * edit changes it and a recall ends it, and no sender waits for a stranger's page.
 */
public final class ShowPreviews {
    private static final Duration BUSY = Duration.ofSeconds(5);

    private final ReadMessages messages;
    private final Pages pages;
    private final RateLimiter limiter;
    private final PreviewConfig config;

    public ShowPreviews(ReadMessages messages, Pages pages, RateLimiter limiter, PreviewConfig config) {
        this.messages = messages;
        this.pages = pages;
        this.limiter = limiter;
        this.config = config;
    }

    /** @param on whether this server looks at links at all */
    public record Shown(boolean on, List<Behind> previews) {}

    /** What is behind this link. */
    public record Behind(URI link, Preview preview) {}

    /** Those of the first links that say anything; members only, as the message itself. */
    public Reply<Shown> of(Caller caller, ConversationId conversation, long seq) {
        return switch (messages.text(caller, conversation, seq)) {
            case Reply.Given<Optional<String>>(Optional<String> text) -> behind(caller, text.orElse(""));
            case Reply.Refused<Optional<String>> refused -> refused.as();
        };
    }

    private Reply<Shown> behind(Caller caller, String text) {
        List<Behind> previews = new ArrayList<>();
        for (URI link : config.on() ? Links.in(text, config.links()) : List.<URI>of()) {
            Reply<Look> look = look(caller, link);
            if (look instanceof Reply.Refused<Look> refused) {
                return refused.as();
            }
            if (look instanceof Reply.Given<Look>(Look.Found(Preview preview))) {
                previews.add(new Behind(link, preview));
            }
        }
        return Reply.given(new Shown(config.on(), previews));
    }

    /** Only what is not known yet counts against anybody: the rate of who asks, and of the site, which is nobody's toy. */
    private Reply<Look> look(Caller caller, URI link) {
        Optional<Look> known = pages.known(link);
        if (known.isPresent()) {
            return Reply.given(known.get());
        }
        long wait = limiter.take(Limit.PREVIEWS, caller.user().toString());
        if (wait == 0) {
            wait = limiter.take(Limit.PREVIEWS_OF_SITE, link.getHost());
        }
        if (wait > 0) {
            return Reply.rateLimited("too many links at once", wait);
        }
        return switch (pages.look(link)) {
            case Look.Busy() -> Reply.rateLimited("too many links are looked at at the moment", BUSY.toMillis());
            case Look looked -> Reply.given(looked);
        };
    }
}
