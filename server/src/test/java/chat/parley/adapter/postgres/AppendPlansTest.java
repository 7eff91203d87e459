package chat.parley.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The trap of a fresh database: a plan made while a table is empty would scan it for as long as it is cached. */
class AppendPlansTest implements LogContract {
    private final LogFixture fixture = new LogFixture();
    private final LogFixture.Node node = fixture.node();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Override
    public LogFixture fixture() {
        return fixture;
    }

    @Override
    public List<LogFixture.Node> servers() {
        return List.of(node);
    }

    @Test
    void everyStepLooksUpAnIndexThoughTheTablesAreEmpty() throws SQLException {
        UserId ada = user();
        UserId bob = user();
        long room = create(group(ada)).value();
        ConversationId pair = create(direct(ada, bob));
        try (Connection connection = fixture.outside();
                Statement statement = connection.createStatement()) {
            statement.execute("load 'auto_explain'");
            for (String setting : List.of("log_min_duration = 0", "log_nested_statements = on")) {
                statement.execute("set auto_explain." + setting);
            }
            statement.execute("set client_min_messages = log");
            for (String call : List.of(
                    append(room, ada, "null", "null::text", false),
                    append(room, ada, "2", "'{\"replyTo\": 2, \"mentions\": [1, \"all\"]}'", false),
                    append(room, ada, "null", "'{\"mentions\": [{\"group\": 1}]}'", false),
                    append(pair.value(), ada, "null", "null::text", true),
                    "parley_marker_moves(1, 9, '{%d}', '{%d}', '{2}')".formatted(room, ada.value()),
                    "parley_join(%d, %d, '{%d}', 1, false)".formatted(room, ada.value(), bob.value()),
                    "parley_set_role(%d, %d, %d, 1::smallint, 'moderator', 2, false)"
                            .formatted(room, ada.value(), bob.value()),
                    "parley_set_properties(%d, %d, 'new', '', 'joined', 'all', 3, false)".formatted(room, ada.value()),
                    "parley_react(%d, %d, 2, 'x', true, 9, 4, false)".formatted(room, ada.value()),
                    "parley_react(%d, %d, 2, 'x', false, 9, 4, true)".formatted(room, ada.value()),
                    "parley_pin(%d, %d, 2, true, 9, 4, false)".formatted(room, ada.value()),
                    "parley_edit(%d, %d, 2, gen_random_uuid(), 'x', '-infinity', 9, 4, false)"
                            .formatted(room, ada.value()),
                    "parley_recall(%d, %d, 2, false, '-infinity', 4, false)".formatted(room, ada.value()),
                    "parley_refold(%d)".formatted(room),
                    "parley_leave(%d, %d, %d, 4, false)".formatted(room, ada.value(), bob.value()),
                    "parley_create(1, %d, 0::smallint, null, null, 'all', '{%d}')".formatted(ada.value(), bob.value()),
                    "parley_create(2, %d, 1::smallint, gen_random_uuid(), 't', 'all', '{%d}')"
                            .formatted(ada.value(), bob.value()))) {
                statement.clearWarnings();
                statement.execute("select * from " + call);
                assertThat(plans(statement)).as(call).contains("Query Text").doesNotContain("Seq Scan", "Hash Join");
            }
        }
        assertThat(everything(new ConversationId(room))).hasSize(13);
    }

    private static String append(long conversation, UserId sender, String thread, String data, boolean wait) {
        return """
                parley_append('{%d}', '{%d}', array[gen_random_uuid()], '{text}', array[null]::uuid[], '{0}',
                    '{%s}', '{false}', array[%s], '{100}', %b)""".formatted(conversation, sender.value(), thread, data, wait);
    }

    private static String plans(Statement statement) throws SQLException {
        StringBuilder plans = new StringBuilder();
        for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            plans.append(warning.getMessage()).append('\n');
        }
        return plans.toString();
    }
}
