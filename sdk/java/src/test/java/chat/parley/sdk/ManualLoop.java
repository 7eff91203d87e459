package chat.parley.sdk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A loop whose clock the test turns: tasks run in the call that gives them, timers when their time has come. */
final class ManualLoop implements Loop {
    private record Timer(long at, Runnable task) {}

    private final List<Timer> timers = new ArrayList<>();
    private long now;

    @Override
    public boolean run(Runnable task) {
        task.run();
        return true;
    }

    @Override
    public void after(Duration pause, Runnable task) {
        timers.add(new Timer(now + pause.toNanos(), task));
    }

    @Override
    public void aside(Runnable task) {
        task.run();
    }

    @Override
    public long nanos() {
        return now;
    }

    void pass(Duration time) {
        long until = now + time.toNanos();
        Timer next = next(until);
        while (next != null) {
            timers.remove(next);
            now = Math.max(now, next.at);
            next.task.run();
            next = next(until);
        }
        now = until;
    }

    private Timer next(long until) {
        return timers.stream()
                .filter(timer -> timer.at <= until)
                .min(Comparator.comparingLong(Timer::at))
                .orElse(null);
    }
}
