package chat.parley.acceptance;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Gives a test its server. A start takes seconds, so tests that want nothing of their own share one for the whole run; another's
 * own serves both transports. Whoever ends a server starts it again.
 */
final class ServerForTest implements BeforeAllCallback {
    private static final Namespace SERVERS = Namespace.create(ServerForTest.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        OneServerTest test = (OneServerTest) context.getRequiredTestInstance();
        boolean own = test.wantsItsOwn();
        ExtensionContext keeper = own ? ofTheClass(context) : context.getRoot();
        // A key of its own, since what is not found in a store is looked for in those around it.
        Class<?> key = own ? test.getClass() : ServerForTest.class;
        test.server = keeper.getStore(SERVERS).computeIfAbsent(key, _ -> test.newServer(), ServerProcess.class);
        test.server.ensureRunning();
    }

    /** The context of all runs of a class: one outside that of this run, where there are several. */
    private static ExtensionContext ofTheClass(ExtensionContext run) {
        return run.getParent()
                .filter(parent -> parent.getTestClass().equals(run.getTestClass()))
                .orElse(run);
    }
}
