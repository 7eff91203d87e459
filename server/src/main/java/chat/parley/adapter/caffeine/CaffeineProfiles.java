package chat.parley.adapter.caffeine;

import chat.parley.core.bus.Bus;
import chat.parley.core.bus.Signal;
import chat.parley.core.conversation.Profiles;
import chat.parley.core.id.UserId;
import chat.parley.wire.Profile;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Profiles that were read a moment ago. A change is heard from the bus, which may lose it: so none is kept for longer than
 * {@link RecentConfig#profilesFor}. Safe for use by many threads.
 */
public final class CaffeineProfiles implements Profiles {
    private final Profiles source;
    private final Cache<UserId, Profile> kept;

    public CaffeineProfiles(Profiles source, Bus bus, RecentConfig config) {
        this.source = source;
        this.kept = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(config.profiles())
                .expireAfterWrite(config.profilesFor())
                .build();
        bus.subscribe(this::heard);
    }

    @Override
    public List<Profile> profiles(Collection<UserId> users) {
        Map<UserId, Profile> found = kept.getAll(users, this::read);
        return users.stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private Map<UserId, Profile> read(Set<? extends UserId> missing) {
        return source.profiles(List.copyOf(missing)).stream()
                .collect(Collectors.toMap(profile -> UserId.parse(profile.id()).orElseThrow(), Function.identity()));
    }

    private void heard(Signal signal) {
        if (signal instanceof Signal.ProfileChanged changed) {
            kept.put(changed.user(), changed.profile());
        }
    }
}
