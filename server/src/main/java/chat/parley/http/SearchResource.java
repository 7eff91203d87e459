package chat.parley.http;

import chat.parley.core.search.MessageIndex.Order;
import chat.parley.core.search.SearchMessages;
import chat.parley.core.search.SearchMessages.Hit;
import chat.parley.core.search.Snippet;
import chat.parley.wire.Profile;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finding messages. */
public final class SearchResource implements Resource {
    private final SearchMessages search;

    public SearchResource(SearchMessages search) {
        this.search = search;
    }

    @Override
    public void declare(Routes routes) {
        routes.get("/v1/search", this::search);
    }

    private Answer search(Call call) {
        SearchMessages.Search wanted = new SearchMessages.Search(
                call.query("q").orElse(""),
                call.query("conversation"),
                call.query("from"),
                call.query("after"),
                call.query("before"),
                call.query("has"),
                order(call),
                call.query("next"),
                call.limit());
        return Replies.answer(
                search.search(call.caller(), wanted),
                page -> Answer.ok(
                        new Hits(page.hits().stream().map(SearchResource::shown).toList(), page.users(), page.next())));
    }

    private static Order order(Call call) {
        return switch (call.query("order").orElse("date")) {
            case "date" -> Order.DATE;
            case "rank" -> Order.RANK;
            default -> throw RefusedRequest.badRequest("order is date or rank");
        };
    }

    private static Shown shown(Hit hit) {
        return new Shown(
                hit.conversation().toString(),
                hit.seq(),
                hit.at(),
                hit.from().toString(),
                hit.snippet().text(),
                hit.snippet().highlights());
    }

    private record Hits(
            List<Shown> hits, List<Profile> users, @Nullable String next) {}

    private record Shown(
            String conversation, long seq, Instant at, String from, String snippet, List<Snippet.Span> highlights) {}
}
