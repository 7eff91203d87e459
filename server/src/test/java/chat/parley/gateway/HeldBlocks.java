package chat.parley.gateway;

import chat.parley.core.account.Blocks;
import chat.parley.core.id.UserId;
import chat.parley.gateway.session.Company;
import chat.parley.gateway.session.Stores;
import chat.parley.wire.Profile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** Stands behind the readings of who is kept apart: holds each answer about somebody, once it is found, until a test lets it go. */
final class HeldBlocks {
    private final Semaphore read = new Semaphore(0);
    private final Semaphore letGo = new Semaphore(0);
    private volatile UserId about = new UserId(0);

    void hold(UserId user) {
        about = user;
    }

    /** Waits until one more answer is held. */
    void awaitReading() {
        read.acquireUninterruptibly();
    }

    void letOneGo() {
        letGo.release();
    }

    void letAllGo() {
        about = new UserId(0);
        letGo.release(1_000);
    }

    Stores before(Stores real) {
        Company company = real.company();
        return new Stores(
                real.log(),
                real.conversations(),
                real.sync(),
                real.tail(),
                new Company(before(company.blocks()), company.presence(), company.online(), company.audience()));
    }

    private Blocks before(Blocks real) {
        return new Blocks() {
            @Override
            public boolean add(UserId user, UserId blocked, int most) {
                return real.add(user, blocked, most);
            }

            @Override
            public void remove(UserId user, UserId blocked) {
                real.remove(user, blocked);
            }

            @Override
            public List<Profile> of(UserId user) {
                return real.of(user);
            }

            @Override
            public Map<UserId, Set<UserId>> between(Collection<UserId> users) {
                Map<UserId, Set<UserId>> found = real.between(users);
                if (users.contains(about)) {
                    read.release();
                    letGo.acquireUninterruptibly();
                }
                return found;
            }
        };
    }
}
