package chat.parley.acceptance;

import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Sentences that hold whichever way the frames pass: each is tried by WebSocket, and by long polling. */
@ParameterizedClass(name = "by {0}")
@EnumSource(Transport.class)
abstract class BothTransportsTest extends OneServerTest {
    @Parameter
    Transport transport = Transport.SOCKET;

    @Override
    Person person(String name) {
        return super.person(name).over(transport);
    }
}
