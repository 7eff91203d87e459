package chat.parley.http;

/** Answers one call. Runs on a virtual thread and may block. */
@FunctionalInterface
interface Endpoint {
    Answer answer(Call call);
}
