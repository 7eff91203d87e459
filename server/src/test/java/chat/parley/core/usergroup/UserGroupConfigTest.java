package chat.parley.core.usergroup;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UserGroupConfigTest {
    @Test
    void everyBoundIsMoreThanNothing() {
        assertThatThrownBy(() -> new UserGroupConfig(0, 1)).hasMessageContaining("most");
        assertThatThrownBy(() -> new UserGroupConfig(1, 0)).hasMessageContaining("members");
    }
}
