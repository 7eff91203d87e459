package chat.parley.app;

/** What {@code doctor} says of one thing. */
sealed interface Finding {
    String what();

    /** All is well. */
    record Good(String what) implements Finding {}

    /** Parley works, but not as well as it could. */
    record Doubtful(String what, String advice) implements Finding {}

    /** Parley will not work, or not keep its promises. */
    record Wrong(String what, String advice) implements Finding {}
}
