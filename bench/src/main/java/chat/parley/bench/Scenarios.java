package chat.parley.bench;

import chat.parley.bench.scenario.Floor;
import chat.parley.bench.scenario.History;
import chat.parley.bench.scenario.Idle;
import chat.parley.bench.scenario.Mixed;
import chat.parley.bench.scenario.Pairs;
import chat.parley.bench.scenario.Room;
import chat.parley.bench.scenario.Search;
import chat.parley.bench.scenario.Slow;
import chat.parley.bench.scenario.Start;
import chat.parley.bench.scenario.Storm;
import java.util.List;

/** The scenarios by name. */
enum Scenarios {
    FLOOR,
    START,
    IDLE,
    PAIRS,
    MIXED,
    ROOM,
    SLOW,
    STORM,
    HISTORY,
    SEARCH;

    Scenario make() {
        return switch (this) {
            case FLOOR -> new Floor();
            case START -> new Start();
            case IDLE -> new Idle();
            case PAIRS -> new Pairs();
            case MIXED -> new Mixed();
            case ROOM -> new Room();
            case SLOW -> new Slow();
            case STORM -> new Storm();
            case HISTORY -> new History();
            case SEARCH -> new Search();
        };
    }

    /** What the server's JVM has to be told for it. */
    List<String> serverFlags() {
        return this == IDLE ? Idle.SERVER_FLAGS : List.of();
    }
}
