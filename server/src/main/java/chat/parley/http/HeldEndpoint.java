package chat.parley.http;

import java.util.function.Consumer;

/** An endpoint whose answer may be long in coming. It does not block meanwhile, and answers once, on any thread. */
interface HeldEndpoint {
    void answer(Call call, Consumer<Answer> answer);
}
