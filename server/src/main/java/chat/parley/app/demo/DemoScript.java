package chat.parley.app.demo;

import chat.parley.core.account.Role;
import java.util.List;

/** Who is in the demonstration, where they talk, and what they say. */
final class DemoScript {
    /** Everybody knows it, which is why a demonstration is for this machine alone. */
    static final String PASSWORD = "look around";

    static final List<Person> PEOPLE = List.of(
            new Person("mara", "Mara Lind", Role.ADMIN),
            new Person("tomas", "Tomás Ruiz", Role.MEMBER),
            new Person("aiko", "Aiko Mori", Role.MEMBER),
            new Person("ben", "Ben Okafor", Role.MEMBER),
            new Person("weather", "Weather", Role.BOT),
            new Person("kettle", "Office kettle", Role.BOT));

    static final List<Room> ROOMS = List.of(
            new Room("general", true, List.of("mara", "tomas", "aiko", "ben", "weather", "kettle")),
            new Room("random", true, List.of("mara", "tomas", "aiko", "ben", "weather", "kettle")),
            new Room("Launch week", false, List.of("mara", "tomas", "aiko")));

    /** Said once, in this order. */
    static final List<Line> HISTORY = List.of(
            new Line("general", "mara", "Good morning! This is where **everybody** is."),
            new Line("general", "tomas", "Morning. Coffee first, words later."),
            new Line("general", "aiko", "I moved the notes of yesterday's meeting into the wiki."),
            new Line("general", "ben", "Thank you, I was about to look for them."),
            new Line("general", "kettle", "The water is hot."),
            new Line("random", "ben", "Does anybody else hear the building hum?"),
            new Line("random", "aiko", "It is an F sharp. I checked."),
            new Line("random", "weather", "Today: dry, a little wind from the west, 11 °C at noon."),
            new Line("random", "tomas", "A bot that talks about the weather. We have arrived."),
            new Line("Launch week", "mara", "Three things left: the page, the announcement, the cake."),
            new Line("Launch week", "aiko", "The page is done. It loads in under a second here."),
            new Line("Launch week", "tomas", "The announcement is in review, the cake is in the oven."),
            new Line(
                    "Launch week",
                    "mara",
                    "Then pull the cable out of your laptop and see what happens to this message."));

    /** Said by the bots, over and over. */
    static final List<Line> NOW_AND_THEN = List.of(
            new Line("random", "weather", "The clouds are thinning out."),
            new Line("general", "kettle", "The water is hot again."),
            new Line("random", "weather", "Wind: light. Umbrella: at your own risk."),
            new Line("general", "kettle", "Somebody left a cup here. It has a cat on it."),
            new Line("random", "weather", "Sunset will be worth a look tonight."),
            new Line("random", "kettle", "I have boiled 1,024 times. I feel round."));

    private DemoScript() {}

    record Person(String handle, String name, Role role) {}

    /** A conversation; its first member creates it. */
    record Room(String title, boolean channel, List<String> members) {}

    record Line(String room, String who, String text) {}
}
