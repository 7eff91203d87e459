package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

/** Two people who talk beside what a test does to the server, and ought not to notice it. */
final class Neighbours {
    private final Person ada;
    private final Person bob;
    private final String direct;
    private final RawConnection connection;
    private long sent;

    Neighbours(Person ada, Person bob) {
        this.ada = ada;
        this.bob = bob;
        this.direct = ada.directWith(bob);
        this.connection = bob.connect();
    }

    /** One more message arrives, and the log has no other. */
    void goOn() {
        sent++;
        ada.http()
                .post(
                        "/v1/conversations/" + direct + "/messages",
                        Json.object("id", Person.uuid(), "text", "still here"))
                .ok();
        connection.await("message " + sent, frame -> frame.path("messages").asLong() == sent && frame.has("kind"));
        assertThat(bob.log(direct)).hasSize((int) sent + 1);
    }
}
