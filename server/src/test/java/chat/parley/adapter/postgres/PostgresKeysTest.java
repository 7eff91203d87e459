package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.adapter.postgres.embedded.TestDatabase;
import chat.parley.core.account.SigningKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostgresKeysTest {
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void makesOneKeyForAllServersThatStartAtOnce() throws Exception {
        TestDatabase address = TestStore.fresh();
        DatabaseConfig config = DatabaseConfig.of(address.jdbcUrl(), address.user(), address.password());
        try (Database database = Database.open(config, new SimpleMeterRegistry());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CyclicBarrier barrier = new CyclicBarrier(6);
            List<Future<List<SigningKey>>> starting = IntStream.range(0, 6)
                    .mapToObj(i -> threads.submit(() -> {
                        barrier.await();
                        return new PostgresKeys(database.pool()).all(this::key);
                    }))
                    .toList();
            for (Future<List<SigningKey>> server : starting) {
                assertThat(server.get()).hasSize(1);
                assertThat(server.get().getFirst().kid()).isEqualTo("key-1");
            }
            SigningKey read = new PostgresKeys(database.pool()).all(this::key).getFirst();
            assertThat(made).hasValue(1);
            assertThat(read.pair().getPrivate().getEncoded()).isNotEmpty();
        }
    }

    private SigningKey key() {
        try {
            return new SigningKey(
                    "key-" + made.incrementAndGet(),
                    KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
