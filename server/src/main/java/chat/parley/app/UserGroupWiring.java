package chat.parley.app;

import chat.parley.adapter.postgres.PostgresUserGroups;
import chat.parley.core.account.Administrators;
import chat.parley.core.id.IdSource;
import chat.parley.core.usergroup.KeepUserGroups;
import chat.parley.core.usergroup.UserGroupConfig;
import chat.parley.http.Resource;
import chat.parley.http.UserGroupResource;
import java.time.InstantSource;

/** The user groups of the workspace. */
final class UserGroupWiring {
    private UserGroupWiring() {}

    static Resource resource(StoreWiring store, AccountWiring accounts, UserGroupConfig config) {
        return new UserGroupResource(new KeepUserGroups(
                new PostgresUserGroups(store.pool()),
                store.people(),
                new Administrators(accounts.accounts()),
                accounts.limiter(),
                new IdSource(InstantSource.system()),
                config));
    }
}
