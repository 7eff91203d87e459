package chat.parley.adapter.caffeine;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.inprocess.InProcessBus;
import chat.parley.core.bus.Signal;
import chat.parley.core.conversation.Profiles;
import chat.parley.core.id.UserId;
import chat.parley.wire.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaffeineProfilesTest {
    private static final UserId ADA = new UserId(1);
    private static final UserId BEN = new UserId(2);
    private static final UserId NOBODY = new UserId(3);

    private final List<List<UserId>> asked = new ArrayList<>();
    private final InProcessBus bus = new InProcessBus();
    private String name = "as stored";

    private final Profiles source = users -> {
        asked.add(List.copyOf(users));
        return users.stream()
                .filter(user -> !user.equals(NOBODY))
                .map(user -> profile(user, name))
                .toList();
    };

    private Profiles keptFor(Duration time) {
        return new CaffeineProfiles(source, bus, new RecentConfig(1 << 20, 10, 1 << 20, 100, time));
    }

    private static Profile profile(UserId user, String name) {
        return new Profile(user.toString(), "handle", name, "member", false);
    }

    @Test
    void asksOnlyForThoseThatItDoesNotKnow() {
        Profiles profiles = keptFor(Duration.ofHours(1));
        assertThat(profiles.profiles(List.of(ADA))).containsExactly(profile(ADA, "as stored"));
        assertThat(profiles.profiles(List.of(ADA, BEN, NOBODY)))
                .containsExactlyInAnyOrder(profile(ADA, "as stored"), profile(BEN, "as stored"));
        assertThat(profiles.profiles(List.of())).isEmpty();
        assertThat(asked).hasSize(2);
        assertThat(asked.getLast()).containsExactlyInAnyOrder(BEN, NOBODY);
    }

    @Test
    void hearsOfAChange() {
        Profiles profiles = keptFor(Duration.ofHours(1));
        profiles.profiles(List.of(ADA));
        bus.publish(new Signal.ProfileChanged(ADA, profile(ADA, "as told")));
        assertThat(profiles.profiles(List.of(ADA))).containsExactly(profile(ADA, "as told"));
    }

    @Test
    void asksAgainAfterAWhileWhereTheNewsWasLost() {
        Profiles profiles = keptFor(Duration.ZERO);
        profiles.profiles(List.of(ADA));
        name = "as stored since";
        assertThat(profiles.profiles(List.of(ADA))).containsExactly(profile(ADA, "as stored since"));
    }
}
