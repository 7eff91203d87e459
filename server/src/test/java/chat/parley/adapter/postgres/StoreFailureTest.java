package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreFailureTest {
    @ParameterizedTest
    @CsvSource({
        "08006, LOST",
        "57P01, LOST",
        "57P02, LOST",
        "57P03, LOST",
        "25006, LOST",
        "53300, LOST",
        "58030, LOST",
        "40001, CONTENDED",
        "40P01, CONTENDED",
        "55P03, CONTENDED",
        "57014, CONTENDED",
        "22021, REJECTED",
        "23505, REJECTED",
        "42P01, REJECTED"
    })
    void saysWhetherAskingAgainMayHelp(String state, StoreFailure meaning) {
        assertThat(StoreFailure.of(new SQLException("as it happens", state))).isEqualTo(meaning);
    }

    @Test
    void takesAPoolWithoutAConnectionForALostStore() {
        assertThat(StoreFailure.of(new SQLTransientConnectionException("timeout")))
                .isEqualTo(StoreFailure.LOST);
    }
}
