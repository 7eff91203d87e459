package chat.parley.http;

import static chat.parley.http.ConversationApiTest.refused;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.attachment.MakeThumbnails.Result;
import chat.parley.http.ConversationApi.Answered;
import chat.parley.http.ConversationApi.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Attachments over HTTP: from the first byte to the last. */
class AttachmentApiTest {
    private static final byte[] HELLO = "hello, world".getBytes(US_ASCII);

    private static ConversationApi api;

    private final Person ada = api.person();
    private final Person ben = api.person();
    private final Person eve = api.person();
    private final String group = "/conversations/"
            + ada.call(
                            "POST",
                            "/conversations",
                            "{\"id\":\"%s\",\"kind\":\"group\",\"title\":\"Files\",\"members\":[\"%s\"]}"
                                    .formatted(UUID.randomUUID(), ben))
                    .text("id");

    @BeforeAll
    static void open() {
        api = new ConversationApi();
    }

    @AfterAll
    static void close() {
        api.close();
    }

    @Test
    void goesWithAMessageToWhoeverMaySeeIt() {
        Answered upload = ada.upload("hello.txt", HELLO);
        assertThat(upload.status()).isEqualTo(201);
        assertThat(upload.text("name")).isEqualTo("hello.txt");
        assertThat(upload.text("type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(upload.number("bytes")).isEqualTo(HELLO.length);
        String id = upload.text("id");
        assertThat(download(ada, id).body()).isEqualTo(HELLO);
        assertThat(download(ben, id).statusCode()).isEqualTo(404);

        Answered sent = send(ada, id);
        assertThat(sent.status()).isEqualTo(201);
        JsonNode entry = ben.get(group + "/entries?after=" + (sent.number("seq") - 1))
                .body()
                .at("/entries/0");
        assertThat(entry.at("/attachments/0").asText()).isEqualTo(id);
        assertThat(ben.get(group + "/messages").body().findValuesAsText("attachments"))
                .isNotNull();
        assertThat(download(ben, id).body()).isEqualTo(HELLO);
        assertThat(download(eve, id).statusCode()).isEqualTo(404);
        assertThat(api.counted("parley.attachments.uploads")).isPositive();
    }

    @Test
    void isDescribedWhereverItsMessageStandsUntilThatIsRecalled() {
        String picture = ada.upload("a picture.png", png(640, 480)).text("id");
        String text = upload(ada);
        long seq = send(ada, UUID.randomUUID().toString(), picture, text).number("seq");
        String described =
                "[{\"id\":\"%s\",\"name\":\"a picture.png\",\"type\":\"image/png\",\"bytes\":33,\"width\":640,\"height\":480},"
                                .formatted(picture)
                        + "{\"id\":\"%s\",\"name\":\"hello.txt\",\"type\":\"text/plain; charset=utf-8\",\"bytes\":12}]"
                                .formatted(text);
        assertThat(ben.get(group + "/entries?after=" + (seq - 1)).body().at("/entries/0/files"))
                .hasToString(described);
        assertThat(ben.get(group + "/messages?around=" + seq + "&limit=1")
                        .body()
                        .at("/messages/0/files"))
                .hasToString(described);
        assertThat(ben.get(group).body().at("/last/files")).hasToString(described);

        ada.call("DELETE", group + "/messages/" + seq, "");
        assertThat(ben.get(group + "/entries?after=" + (seq - 1))
                        .body()
                        .at("/entries/0")
                        .has("files"))
                .isFalse();
    }

    @Test
    void isDescribedInAThreadToo() {
        long root = send(ada, upload(ada)).number("seq");
        Answered reply = ada.call(
                "POST",
                group + "/messages",
                "{\"id\":\"%s\",\"text\":\"a file\",\"thread\":%d,\"attachments\":[\"%s\"]}"
                        .formatted(UUID.randomUUID(), root, upload(ada)));
        JsonNode entry = ben.get(group + "/entries?after=" + (reply.number("seq") - 1))
                .body()
                .at("/entries/0");
        assertThat(entry.at("/threadMessages").asLong()).isEqualTo(1);
        assertThat(entry.at("/files/0/name").asText()).isEqualTo("hello.txt");
    }

    @Test
    void isSentByItsUploaderAndOnceOnly() {
        String id = upload(ada);
        refused(send(ben, id), 404, "not_found");
        refused(send(ada, "f1"), 404, "not_found");
        refused(send(ada, "a0000000000001"), 404, "not_found");
        String message = UUID.randomUUID().toString();
        Answered first = send(ada, message, id);
        assertThat(first.status()).isEqualTo(201);
        assertThat(send(ada, message, id).number("seq")).isEqualTo(first.number("seq"));
        refused(send(ada, id), 404, "not_found");
    }

    @Test
    void goesWithOneOfTwoMessagesThatAskAtOnce() {
        String id = upload(ada);
        List<CompletableFuture<Answered>> sends = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            sends.add(CompletableFuture.supplyAsync(() -> send(ada, id)));
        }
        assertThat(sends.stream().map(CompletableFuture::join).filter(answer -> answer.status() == 201))
                .hasSize(1);
    }

    @Test
    void isOfNoUseToWhoWasRemovedOrCameLater() {
        String id = upload(ada);
        send(ada, id);
        String link = ben.call("POST", "/attachments/" + id + "/link", "{}").text("link");
        assertThat(anybody(link).body()).isEqualTo(HELLO);
        ada.call("DELETE", group + "/members/" + ben, "");
        assertThat(download(ben, id).statusCode()).isEqualTo(404);
        assertThat(anybody(link).statusCode()).isEqualTo(404);

        ada.call("PATCH", group, "{\"history\":\"joined\"}");
        ada.call("POST", group + "/members", "{\"users\":[\"" + eve + "\"]}");
        assertThat(download(eve, id).statusCode()).isEqualTo(404);
    }

    @Test
    void goesWithItsMessageWhenThatIsRecalled() throws IOException {
        String id = upload(ada);
        long seq = send(ada, id).number("seq");
        assertThat(files(id)).isEqualTo(1);
        ada.call("DELETE", group + "/messages/" + seq, "");
        assertThat(download(ben, id).statusCode()).isEqualTo(410);
        assertThat(download(eve, id).statusCode()).isEqualTo(404);
        refused(ada.call("POST", "/attachments/" + id + "/link", "{}"), 410, "expired");
        api.sweep(Duration.ZERO);
        assertThat(files(id)).isZero();
        assertThat(download(ben, id).statusCode()).isEqualTo(410);
    }

    @Test
    void isForgottenWhereItIsNeverSent() throws IOException {
        String sent = upload(ada);
        String unsent = upload(ada);
        send(ada, sent);
        api.sweep(Duration.ZERO);
        assertThat(files(unsent)).isEqualTo(1);
        api.sweep(Duration.ofHours(2));
        assertThat(files(unsent)).isZero();
        assertThat(files(sent)).isEqualTo(1);
        assertThat(download(ada, unsent).statusCode()).isEqualTo(404);
        refused(send(ada, unsent), 404, "not_found");
    }

    @Test
    void hasABoundThatNeitherAHugeNorAnEndlessBodyGetsPast() {
        refused(ada.upload("big", new byte[64 * 1024 + 1]), 413, "too_large");
        byte[] most = new byte[64 * 1024];
        assertThat(ada.upload("most", most).number("bytes")).isEqualTo(most.length);
        HttpResponse<byte[]> endless = ada.raw(
                "POST",
                "/attachments",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[64 * 1024 + 1])));
        assertThat(endless.statusCode()).isEqualTo(413);
        refused(ada.upload("none", new byte[0]), 400, "bad_request");
    }

    @Test
    void refusesAnImageThatUnpacksToTooMuchByItsHeader() {
        refused(ada.upload("bomb.png", png(50_000, 50_000)), 413, "too_large");
        Answered picture = ada.upload("picture.exe", png(640, 480));
        assertThat(picture.text("type")).isEqualTo("image/png");
        assertThat(picture.number("width")).isEqualTo(640);
        assertThat(picture.number("height")).isEqualTo(480);
    }

    @Test
    void boundsWhatSomebodyHasNotSentYet() {
        List<String> ids = List.of(upload(ada), upload(ada), upload(ada));
        refused(ada.upload("fourth", HELLO), 409, "conflict");
        send(ada, ids.getFirst());
        assertThat(ada.upload("fourth", HELLO).status()).isEqualTo(201);
        Person other = api.person();
        assertThat(other.upload("half", new byte[60 * 1024]).status()).isEqualTo(201);
        assertThat(other.upload("half", new byte[60 * 1024]).status()).isEqualTo(201);
        refused(other.upload("more", new byte[60 * 1024]), 409, "conflict");
    }

    @Test
    void leavesPlacesToOthersHoweverSlowlySomebodyUploads() throws IOException {
        CompletableFuture<HttpResponse<byte[]>> first;
        try (PipedOutputStream slow = new PipedOutputStream()) {
            PipedInputStream body = new PipedInputStream(slow);
            first = CompletableFuture.supplyAsync(
                    () -> ada.raw("POST", "/attachments", BodyPublishers.ofInputStream(() -> body)));
            slow.write(HELLO);
            while (files(".part") == 0) {
                Thread.onSpinWait();
            }
            refused(ada.upload("second", HELLO), 429, "rate_limited");
            assertThat(ben.upload("another's", HELLO).status()).isEqualTo(201);
        }
        assertThat(first.join().statusCode()).isEqualTo(201);
        assertThat(ada.upload("second", HELLO).status()).isEqualTo(201);
    }

    @Test
    void keepsNoSendWaitingForAnUploadThatAnotherIsTaking() throws SQLException {
        String id = upload(ada);
        api.whileLocked(
                "select from attachment where uploader = %d for update".formatted(ada.id.value()),
                () -> refused(send(ada, id), 404, "not_found"));
        assertThat(send(ada, id).status()).isEqualTo(201);
    }

    @Test
    void isAnsweredSoThatNoBrowserRunsIt() {
        String page = ada.upload("C:\\evil\u202E\"page.html", "<script>alert(1)</script>".getBytes(UTF_8))
                .text("id");
        HttpResponse<byte[]> answer = download(ada, page);
        assertThat(header(answer, "content-type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(header(answer, "content-disposition"))
                .isEqualTo("attachment; filename=\"evil_page.html\"; filename*=UTF-8''evil_page.html");
        assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(header(answer, "content-security-policy")).isEqualTo("default-src 'none'; sandbox");
        assertThat(header(answer, "cross-origin-resource-policy")).isEqualTo("same-origin");
        assertThat(header(answer, "cache-control")).isEqualTo("private, no-cache");

        String image = ada.upload("schön.png", png(1, 1)).text("id");
        assertThat(header(download(ada, image), "content-disposition"))
                .isEqualTo("inline; filename=\"sch_n.png\"; filename*=UTF-8''sch%C3%B6n.png");
    }

    @Test
    void isAnsweredInPartsAndNotAgainWhereItIsKnown() {
        String path = "/attachments/" + upload(ada);
        HttpResponse<byte[]> whole = get(ada, path);
        String tag = header(whole, "etag");
        assertThat(get(ada, path, "If-None-Match", tag).statusCode()).isEqualTo(304);
        HttpResponse<byte[]> part = get(ada, path, "Range", "bytes=7-");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(HELLO, 7, HELLO.length));
        assertThat(header(part, "content-range")).isEqualTo("bytes 7-11/12");
        assertThat(get(ada, path, "Range", "bytes=0-4").body()).isEqualTo("hello".getBytes(US_ASCII));
        assertThat(get(ada, path, "Range", "bytes=-5").body()).isEqualTo("world".getBytes(US_ASCII));
        assertThat(get(ada, path, "Range", "bytes=-99").body()).isEqualTo(HELLO);
        assertThat(get(ada, path, "Range", "bytes=12-").statusCode()).isEqualTo(416);
        for (String all : List.of("bytes=0-1,3-4", "lines=1-2", "bytes=-", "bytes=x")) {
            assertThat(get(ada, path, "Range", all).body()).as(all).isEqualTo(HELLO);
        }
        assertThat(get(ada, path, "Range", "bytes=0-4", "If-Range", tag).statusCode())
                .isEqualTo(206);
        assertThat(get(ada, path, "Range", "bytes=0-4", "If-Range", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void linksToOneForFiveMinutes() {
        String id = upload(ada);
        Answered linked = ada.call("POST", "/attachments/" + id + "/link", "{}");
        assertThat(linked.number("expiresIn")).isEqualTo(300);
        assertThat(linked.body().at("/attachment/name").asText()).isEqualTo("hello.txt");
        String link = linked.text("link");
        assertThat(anybody(link).body()).isEqualTo(HELLO);
        assertThat(anybody(link.replaceFirst("link=link", "link=lin")).statusCode())
                .isEqualTo(401);
        assertThat(anybody(link.substring(0, link.length() - 2)).statusCode()).isEqualTo(401);
        assertThat(anybody(link.replaceFirst(id, upload(ada))).statusCode()).isEqualTo(401);
        refused(eve.call("POST", "/attachments/" + id + "/link", "{}"), 404, "not_found");
        api.later = Duration.ofSeconds(301);
        assertThat(anybody(link).statusCode()).isEqualTo(401);
        api.later = Duration.ZERO;
    }

    @Test
    void hasThumbnailsForWhoeverMaySeeItOnceTheyAreMade() throws IOException {
        String id = ada.upload("photo.png", picture(800, 400)).text("id");
        String small = "/attachments/" + id + "?size=360";
        assertThat(get(ada, small).statusCode()).as("not made yet").isEqualTo(404);
        makeAll();
        HttpResponse<byte[]> thumbnail = get(ada, small);
        assertThat(header(thumbnail, "content-type")).isEqualTo("image/jpeg");
        assertThat(header(thumbnail, "etag")).isEqualTo("\"" + id + "-360\"");
        assertThat(header(thumbnail, "x-content-type-options")).isEqualTo("nosniff");
        assertThat(size(thumbnail)).isEqualTo("360 x 180");
        assertThat(size(get(ada, "/attachments/" + id + "?size=1200"))).isEqualTo("800 x 400");
        assertThat(get(ada, small, "If-None-Match", header(thumbnail, "etag")).statusCode())
                .isEqualTo(304);
        assertThat(get(ada, small, "Range", "bytes=0-9").body()).hasSize(10);
        assertThat(get(ada, "/attachments/" + id + "?size=361").statusCode()).isEqualTo(400);

        assertThat(get(ben, small).statusCode()).as("not sent yet").isEqualTo(404);
        long seq = send(ada, id).number("seq");
        String link = ben.call("POST", "/attachments/" + id + "/link", "{}").text("link");
        assertThat(size(anybody(link + "&size=360"))).isEqualTo("360 x 180");
        assertThat(get(eve, small).statusCode()).isEqualTo(404);
        ada.call("DELETE", group + "/messages/" + seq, "");
        assertThat(get(ben, small).statusCode()).isEqualTo(410);
        api.sweep(Duration.ZERO);
        assertThat(files(id)).as("they go with it").isZero();
    }

    @Test
    void hasOneThumbnailForAllSizesWhereItIsSmall() throws IOException {
        String id = ada.upload("icon.png", picture(64, 64)).text("id");
        makeAll();
        assertThat(get(ada, "/attachments/" + id + "?size=1200").body())
                .isEqualTo(get(ada, "/attachments/" + id + "?size=360").body());
    }

    @Test
    void isHandedOutWithoutThumbnailsWhereNoneCanBeMadeAndIsTriedTwice() {
        String id = ada.upload("broken.png", png(640, 480)).text("id");
        makeAll();
        assertThat(get(ada, "/attachments/" + id + "?size=360").statusCode()).isEqualTo(404);
        assertThat(download(ada, id).statusCode()).isEqualTo(200);
        api.execute("update thumbnail_job set due = now()");
        assertThat(api.thumbnails()).contains(new Result.Failed("unreadable"));
        api.execute("update thumbnail_job set due = now()");
        assertThat(api.thumbnails()).isEmpty();
    }

    @Test
    void isNotDeletedWhileThumbnailsAreMadeOfIt() throws IOException {
        makeAll();
        String id = ada.upload("photo.png", picture(10, 10)).text("id");
        api.execute("update thumbnail_job set due = now() + interval '1 hour', tries = 1");
        ada.call("DELETE", group + "/messages/" + send(ada, id).number("seq"), "");
        api.sweep(Duration.ZERO);
        assertThat(files(id)).isPositive();
        assertThat(download(ben, id).statusCode()).isEqualTo(410);
        api.execute("update thumbnail_job set due = now()");
        api.sweep(Duration.ZERO);
        assertThat(files(id)).isZero();
    }

    @Test
    void isSentWhileSomebodyTakesItToMakeThumbnailsOfIt() throws IOException, SQLException {
        String id = ada.upload("photo.png", picture(10, 10)).text("id");
        api.whileLocked(
                "update thumbnail_job set tries = tries + 1",
                () -> assertThat(send(ada, id).status()).isEqualTo(201));
    }

    @Test
    void isKeptWithoutWhatItSaysOfItsMaker() throws IOException {
        byte[] plain = picture(30, 20);
        byte[] secret = "tEXtLocation\0at home".getBytes(US_ASCII);
        byte[] told = ByteBuffer.allocate(plain.length + 4 + secret.length + 4)
                .put(plain, 0, 33)
                .putInt(secret.length - 4)
                .put(secret)
                .putInt(0)
                .put(plain, 33, plain.length - 33)
                .array();
        Answered upload = ada.upload("photo.png", told);
        assertThat(upload.number("bytes")).isEqualTo(plain.length);
        assertThat(download(ada, upload.text("id")).body()).isEqualTo(plain);
    }

    private static void makeAll() {
        while (api.thumbnails().isPresent()) {
            // one after the other
        }
    }

    private static String size(HttpResponse<byte[]> answer) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(answer.body()));
        return image.getWidth() + " x " + image.getHeight();
    }

    private static byte[] picture(int width, int height) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", file);
        return file.toByteArray();
    }

    private static String upload(Person who) {
        return who.upload("hello.txt", HELLO).text("id");
    }

    private Answered send(Person who, String attachment) {
        return send(who, UUID.randomUUID().toString(), attachment);
    }

    private Answered send(Person who, String message, String... attachments) {
        return who.call(
                "POST",
                group + "/messages",
                "{\"id\":\"%s\",\"text\":\"a file\",\"attachments\":[\"%s\"]}"
                        .formatted(message, String.join("\",\"", attachments)));
    }

    private static HttpResponse<byte[]> download(Person who, String id) {
        return get(who, "/attachments/" + id);
    }

    private static HttpResponse<byte[]> get(Person who, String path, String... headers) {
        return who.raw("GET", path, BodyPublishers.noBody(), headers);
    }

    /** By a link alone: an access token beside it is not looked at. */
    private HttpResponse<byte[]> anybody(String link) {
        return get(eve, link.substring("/v1".length()));
    }

    private static String header(HttpResponse<?> answer, String name) {
        Optional<String> value = answer.headers().firstValue(name);
        return value.orElse("");
    }

    private static long files(String part) throws IOException {
        try (Stream<java.nio.file.Path> all = Files.walk(api.directory)) {
            return all.filter(file -> file.getFileName().toString().contains(part))
                    .count();
        }
    }

    private static byte[] png(int width, int height) {
        return ByteBuffer.allocate(33)
                .putLong(0x89504E470D0A1A0AL)
                .putInt(13)
                .put("IHDR".getBytes(US_ASCII))
                .putInt(width)
                .putInt(height)
                .array();
    }
}
