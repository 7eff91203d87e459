package chat.parley.sdk;

import java.time.Duration;

/**
 * The one thread of a client, on which all of its state lives: tasks run one at a time, in the order they were given.
 * Nothing here throws; after the end tasks are dropped.
 */
interface Loop {
    /** False where the loop has ended and the task will not run. */
    boolean run(Runnable task);

    void after(Duration pause, Runnable task);

    /** Off the loop, for what blocks; must come back by {@link #run}. */
    void aside(Runnable task);

    /** A clock that only measures. */
    long nanos();
}
