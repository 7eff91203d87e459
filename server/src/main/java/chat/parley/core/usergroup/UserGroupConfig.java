package chat.parley.core.usergroup;

import chat.parley.setting.Setting;

/** How many user groups there may be, and how large. */
public record UserGroupConfig(
        @Setting("The most user groups that the workspace has.")
        int most,

        @Setting("The most members that a user group has.") int members) {

    public UserGroupConfig {
        positive("most", most);
        positive("members", members);
    }

    public static UserGroupConfig defaults() {
        return new UserGroupConfig(200, 500);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be more than nothing");
        }
    }
}
