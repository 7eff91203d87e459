package chat.parley.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever was given a profile hears when it changes. */
class ProfilesTest extends BothTransportsTest {

    @Test
    void aNewNameReachesThoseWhoShareAConversationAndThoseWhoWatch() {
        Person ada = person("ada");
        Person bob = person("bob");
        Person cid = person("cid");
        ada.group("Friends", List.of(bob));
        RawConnection member = bob.connect();
        RawConnection watcher = cid.connect();
        RawConnection stranger = person("stranger").connect();
        watcher.write(Json.object("op", "watch", "users", List.of(ada.id())));
        watcher.await("presence", frame -> RawConnection.op(frame).equals("presence"));
        ada.http().patch("/v1/users/me", Json.object("name", "Countess")).ok();
        for (RawConnection connection : List.of(member, watcher)) {
            JsonNode user =
                    connection.await("user", frame -> RawConnection.op(frame).equals("user"));
            assertThat(user.get("id").asText()).isEqualTo(ada.id());
            assertThat(user.get("name").asText()).isEqualTo("Countess");
        }
        stranger.write(Json.object("op", "ping", "rid", 1));
        stranger.answer(1);
        assertThat(stranger.received()).extracting(RawConnection::op).doesNotContain("user");
    }

    @Test
    void whoDeletesTheirAccountIsADeletedUserAtOnce() {
        Person ada = person("ada");
        Person bob = person("bob");
        ada.directWith(bob);
        RawConnection member = bob.connect();
        ada.http().delete("/v1/users/me").ok();
        JsonNode user = member.await("user", frame -> RawConnection.op(frame).equals("user"));
        assertThat(user.get("id").asText()).isEqualTo(ada.id());
        assertThat(user.get("deleted").asBoolean()).isTrue();
        assertThat(user.get("name").asText()).doesNotContain("ada");
    }
}
