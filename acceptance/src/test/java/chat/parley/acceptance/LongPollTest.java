package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Long polling by its own rules: numbers both ways, responses and requests that get lost, one held request, an end. */
class LongPollTest extends OneServerTest {

    /** Short enough to see them end. */
    @Override
    String[] arguments() {
        return and("--set", "gateway.poll.hold=1s", "--set", "gateway.poll.lapse=4s");
    }

    /** A poll session and where its numbers stand; a request at a time, by hand. */
    private static final class Poll {
        private final Http http;
        private final String path;
        private long ack = 1;
        private long first;

        private Poll(Http http, String path) {
            this.http = http;
            this.path = path;
        }

        static Poll open(Person person) {
            Http.Answer opened = person.http().post("/v1/poll", opening());
            return new Poll(person.http(), "/v1/poll/" + opened.ok().get("poll").asText());
        }

        Poll as(Person other) {
            return new Poll(other.http(), path);
        }

        Http.Answer post(long ack, long first, JsonNode... frames) {
            return http.post(path, Json.object("ack", ack, "first", first, "frames", List.of(frames)));
        }

        CompletableFuture<Http.Answer> later(long ack, long first) {
            CompletableFuture<Http.Answer> answer = new CompletableFuture<>();
            Thread.startVirtualThread(() -> answer.complete(post(ack, first)));
            return answer;
        }

        /** One request whose answer arrives. */
        List<JsonNode> exchange(JsonNode... frames) {
            JsonNode answer = post(ack, first, frames).ok();
            first += frames.length;
            ack = answer.get("next").asLong();
            return frames(answer);
        }

        Http.Answer end() {
            return http.delete(path);
        }
    }

    private static ObjectNode opening() {
        return Json.object(
                "frames", List.of(Json.object("op", "hello", "client", Json.object("name", "raw", "version", "1"))));
    }

    private static List<JsonNode> frames(JsonNode answer) {
        return StreamSupport.stream(answer.get("frames").spliterator(), false).toList();
    }

    private static ObjectNode ping(long rid) {
        return Json.object("op", "ping", "rid", rid);
    }

    private static ObjectNode send(long rid, String conversation, String id) {
        return Json.object("op", "send", "rid", rid, "conversation", conversation, "id", id, "text", "by poll");
    }

    @Test
    void isWelcomedAsOnTheSocket() {
        Person ada = person("ada");
        String direct = ada.directWith(person("bob"));
        JsonNode opened = ada.http().post("/v1/poll", opening()).ok();
        JsonNode welcome = opened.at("/frames/0");
        assertThat(opened.get("next").asLong()).isEqualTo(1);
        assertThat(opened.get("frames")).hasSize(1);
        assertThat(welcome.get("op").asText()).isEqualTo("welcome");
        assertThat(welcome.get("user").asText()).isEqualTo(ada.id());
        assertThat(welcome.at("/conversations/0/id").asText()).isEqualTo(direct);
    }

    @Test
    void lostResponsesLoseNothingAndDoubleNothing() {
        Person ada = person("ada");
        String direct = ada.directWith(person("bob"));
        Poll poll = Poll.open(ada);
        List<Long> seqs = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ada.http()
                    .post("/v1/conversations/" + direct + "/messages", Json.object("id", Person.uuid(), "text", "x"))
                    .ok();
            // the answer to this one is thrown away
            poll.post(poll.ack, poll.first).ok();
            poll.exchange().stream()
                    .filter(frame -> frame.get("op").asText().equals("entry"))
                    .forEach(entry -> seqs.add(entry.get("seq").asLong()));
        }
        assertThat(seqs).isEqualTo(LongStream.rangeClosed(2, 11).boxed().toList());
    }

    @Test
    void replayedRequestsAreHandledOnce() {
        Person ada = person("ada");
        String direct = ada.directWith(person("bob"));
        Poll poll = Poll.open(ada);
        ObjectNode read = Json.object("op", "read", "conversation", direct, "seq", 1);
        String id = Person.uuid();
        poll.post(1, 0, send(1, direct, id), read).ok();
        poll.post(1, 0, send(1, direct, id), read).ok();
        List<JsonNode> frames = new ArrayList<>(poll.exchange(send(1, direct, id), read, ping(2)));
        while (frames.stream().noneMatch(frame -> frame.path("rid").asLong() == 2)) {
            frames.addAll(poll.exchange());
        }
        assertThat(frames).filteredOn(frame -> frame.path("rid").asLong() == 1).hasSize(1);
        assertThat(ada.log(direct)).filteredOn(entry -> entry.has("id")).hasSize(1);
    }

    @Test
    void aGapInClientFramesIsRefusedAndTakesNothing() {
        Poll poll = Poll.open(person("ada"));
        Http.Answer gap = poll.post(1, 1, ping(2));
        assertThat(gap.status()).isEqualTo(400);
        assertThat(gap.code()).isEqualTo("bad_request");
        assertThat(poll.exchange(ping(1)))
                .extracting(pong -> pong.get("rid").asLong())
                .containsExactly(1L);
    }

    @Test
    void ofTwoRequestsAtOnceOneIsAnsweredEmptyAndNothingIsSaidTwice() {
        Poll poll = Poll.open(person("ada"));
        CompletableFuture<Http.Answer> one = poll.later(1, 0);
        CompletableFuture<Http.Answer> other = poll.later(1, 0);
        CompletableFuture.anyOf(one, other).join();
        JsonNode pong = poll.post(1, 0, ping(1)).ok();
        assertThat(frames(pong)).hasSize(1);
        assertThat(frames(one.join().ok())).isEmpty();
        assertThat(frames(other.join().ok())).isEmpty();
    }

    @Test
    void aHeldRequestIsAnsweredAsSoonAsThereIsSomething() {
        Person ada = person("ada");
        Person bob = person("bob");
        Poll poll = Poll.open(ada);
        CompletableFuture<Http.Answer> held = poll.later(1, 0);
        String group = bob.group("Together", List.of(ada));
        List<JsonNode> frames = new ArrayList<>(frames(held.join().ok()));
        while (frames.isEmpty()) {
            frames.addAll(poll.exchange());
        }
        assertThat(frames.getFirst().get("op").asText()).isEqualTo("conversation");
        assertThat(frames.getFirst().get("id").asText()).isEqualTo(group);
    }

    @Test
    void whatSocketAndPollSayReachesTheOther() {
        Person ada = person("ada");
        Person bob = person("bob");
        String direct = ada.directWith(bob);
        Poll poll = Poll.open(ada);
        RawConnection connection = bob.connect();
        poll.exchange(send(1, direct, Person.uuid()));
        connection.await("ada's message", frame -> frame.path("seq").asLong() == 2);
        connection.write(send(1, direct, Person.uuid()));
        List<JsonNode> frames = new ArrayList<>();
        while (frames.stream().noneMatch(frame -> frame.path("seq").asLong() == 3)) {
            frames.addAll(poll.exchange());
        }
        assertThat(frames.getLast().get("from").asText()).isEqualTo(bob.id());
    }

    @Test
    void aPollOfSomebodyElseLooksLikeOneThatNeverWas() {
        Person eve = person("eve");
        Poll poll = Poll.open(person("ada"));
        Http.Answer foreign = poll.as(eve).post(1, 0);
        Http.Answer unknown = new Poll(eve.http(), "/v1/poll/nosuchpoll").post(1, 0);
        assertThat(foreign.status()).isEqualTo(410);
        assertThat(foreign.code()).isEqualTo("expired");
        assertThat(foreign.body()).isEqualTo(unknown.body());
        assertThat(poll.as(eve).end().body()).isEqualTo(unknown.body());
        assertThat(poll.exchange(ping(1))).hasSize(1);
    }

    @Test
    void deletingEndsItOnce() {
        Poll poll = Poll.open(person("ada"));
        assertThat(poll.end().status()).isEqualTo(204);
        assertThat(poll.end().status()).isEqualTo(410);
        assertThat(poll.post(1, 0).code()).isEqualTo("expired");
    }

    @Test
    void lapsesWithoutRequestsAndNotWithThem() {
        Person ada = person("ada");
        Poll forgotten = Poll.open(ada);
        Poll living = Poll.open(ada);
        // each waits for the hold of a second, and the lapse is four
        for (int i = 0; i < 6; i++) {
            living.exchange();
        }
        assertThat(forgotten.post(1, 0).status()).isEqualTo(410);
        assertThat(living.exchange(ping(1))).hasSize(1);
    }

    @Test
    void aBadTokenIsA401Problem() {
        Http.Answer answer = Http.anonymous(server).as("nonsense").post("/v1/poll", opening());
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("unauthenticated");
    }

    @Test
    void aRevokedSessionIsToldByItsHeldRequestAndRefusedAfterwards() {
        JsonNode last = Json.MAPPER.nullNode();
        // a session that ends between two requests has none held to tell it: then once more
        for (int attempt = 0; attempt < 5 && !last.has("closed"); attempt++) {
            Person eve = person("eve");
            Poll poll = Poll.open(eve);
            CompletableFuture<JsonNode> told = CompletableFuture.supplyAsync(() -> lastGoodAnswer(poll));
            eve.http().delete("/v1/sessions/current").ok();
            last = told.join();
        }
        assertThat(last.at("/frames/0/reason").asText()).isEqualTo("revoked");
        assertThat(last.get("closed").asInt()).isEqualTo(4401);
    }

    /** What the last request was answered before they were refused; by 401, since the token is no good any more. */
    private static JsonNode lastGoodAnswer(Poll poll) {
        JsonNode last = Json.MAPPER.nullNode();
        Http.Answer answer = poll.post(poll.ack, poll.first);
        while (answer.status() == 200) {
            last = answer.body();
            poll.ack = last.get("next").asLong();
            answer = poll.post(poll.ack, poll.first);
        }
        assertThat(answer.status()).isEqualTo(401);
        return last;
    }

    @Test
    void aPageOfAnotherOriginIsNotServed() {
        Person ada = person("ada");
        Http.Answer foreign = ada.http().from("https://evil.example").post("/v1/poll", opening());
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.code()).isEqualTo("forbidden");
        Http.Answer own = ada.http().from(server.address().toString()).post("/v1/poll", opening());
        assertThat(own.status()).isEqualTo(200);
    }

    @Test
    void whatIsTooLargeOrNoBodyIsRefusedAndThePollGoesOn() {
        Person ada = person("ada");
        Poll poll = Poll.open(ada);
        assertThat(ada.http()
                        .call("POST", poll.path, "{\"x\":\"" + "x".repeat(256 * 1024) + "\"}")
                        .status())
                .isEqualTo(413);
        for (String body : List.of("nonsense", "[]", "{}", "{\"ack\":1,\"first\":0,\"frames\":[[]]}", "{\"ack\":7}")) {
            assertThat(ada.http().call("POST", poll.path, body).code()).as(body).isEqualTo("bad_request");
        }
        assertThat(poll.exchange(ping(1))).hasSize(1);
    }

    @Test
    void aPollWhoseServerIsGoneHasExpiredAndTheCursorGoesOn() {
        Person ada = person("ada");
        String direct = ada.directWith(person("bob"));
        JsonNode opened = ada.http().post("/v1/poll", opening()).ok();
        String path = "/v1/poll/" + opened.get("poll").asText();
        String cursor = opened.at("/frames/0/cursor").asText();
        server.kill();
        server.startAgain();
        assertThat(ada.http().post(path, Json.object("ack", 1)).status()).isEqualTo(410);
        ada.http()
                .post("/v1/conversations/" + direct + "/messages", Json.object("id", Person.uuid(), "text", "x"))
                .ok();
        ObjectNode again = opening();
        ((ObjectNode) again.at("/frames/0")).put("cursor", cursor);
        JsonNode welcome = ada.http().post("/v1/poll", again).ok().at("/frames/0");
        assertThat(welcome.path("reset").asBoolean()).isFalse();
        assertThat(welcome.at("/conversations/0/head").asLong()).isEqualTo(2);
    }
}
