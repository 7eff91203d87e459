package chat.parley.adapter.postgres.search;

import chat.parley.core.id.ConversationId;
import chat.parley.core.id.UserId;
import chat.parley.core.search.Content;
import chat.parley.core.search.Query;
import chat.parley.core.search.Query.Clause;
import chat.parley.core.search.Query.What;
import chat.parley.core.search.Word;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A query in the terms of the index: names looked up, words with their stems, beginnings and parts as the whole words that
 * there are.
 *
 * @param query a {@code tsquery}, perhaps empty
 * @param rank of it what says how good a match is
 * @param within the conversations asked for; empty where all are
 * @param stems of the words asked for
 */
record Terms(String query, String rank, Optional<Set<Long>> within, Set<String> stems) {
    private static final String HANDLE = "select id from account where handle = ?";

    /** Titles of one's own conversations only, so that a name tells nothing of others. */
    private static final String NAMED = """
            select c.id from member m
            join conversation c on c.id = m.conversation
            left join account a on a.id = case when c.low = m.account then c.high else c.low end
            where m.account = ? and m.left_at is null
              and case when c.kind = 0 then '@' || a.handle else lower(c.title) end = lower(?)""";

    /** Of those that come first in the alphabet the shortest: of the beginning {@code a} there may be half a dictionary. */
    private static final String WORDS = """
            select word from (select word from search_word where word like ? order by word limit 5000) first_ones
            order by length(word), word limit ?""";

    private static final String HAS_PARTS = "select from pg_class where oid = to_regclass('" + WordParts.INDEX + "')";

    /** Reads the clauses of one query. */
    static final class Reader {
        private final Connection connection;
        private final UserId viewer;
        private final Stems.Table table;
        private final int expansions;
        private final List<String> rank = new ArrayList<>();
        private final Set<String> stems = new HashSet<>();

        Reader(Connection connection, UserId viewer, Stems stems, int expansions, Query query) throws SQLException {
            this.connection = connection;
            this.viewer = viewer;
            this.expansions = expansions;
            this.table = stems.of(connection, words(query));
        }

        private static List<String> words(Query query) {
            List<String> words = new ArrayList<>();
            query.wanted(What.Term.class).forEach(term -> words.add(term.word()));
            query.unwanted(What.Term.class).forEach(term -> words.add(term.word()));
            return words;
        }

        /** Empty where nothing can be found, since a name means nobody or nowhere. */
        Optional<Terms> read(Query query) throws SQLException {
            List<String> all = new ArrayList<>();
            Set<String> senders = new LinkedHashSet<>();
            Set<Long> within = new LinkedHashSet<>();
            boolean fromSome = false;
            boolean inSome = false;
            for (Clause clause : query.clauses()) {
                switch (clause.what()) {
                    case What.FromHandle(String handle)
                    when !clause.excluded() -> {
                        fromSome = true;
                        ids(HANDLE, handle).forEach(id -> senders.add("f:" + id));
                    }
                    case What.From(UserId user)
                    when !clause.excluded() -> {
                        fromSome = true;
                        senders.add("f:" + user.value());
                    }
                    case What.InNamed(String name)
                    when !clause.excluded() -> {
                        inSome = true;
                        within.addAll(named(name));
                    }
                    case What.In(ConversationId conversation)
                    when !clause.excluded() -> {
                        inSome = true;
                        within.add(conversation.value());
                    }
                    case What other -> term(other, clause.excluded()).ifPresent(all::add);
                }
            }
            if (fromSome) {
                all.add(Lexemes.anyOf(senders));
            }
            boolean nowhere = (fromSome && senders.isEmpty()) || (inSome && within.isEmpty());
            return nowhere
                    ? Optional.empty()
                    : Optional.of(new Terms(
                            String.join("&", all),
                            String.join("|", rank),
                            inSome ? Optional.of(within) : Optional.empty(),
                            stems));
        }

        /** What the clause says of a message's lexemes; empty where it excludes nothing that there is. */
        private Optional<String> term(What what, boolean excluded) throws SQLException {
            String term = switch (what) {
                case What.Term(String word) -> {
                    if (!excluded) {
                        stems.addAll(table.ofAny(word));
                    }
                    yield Lexemes.anyOf(table.ofAny(word));
                }
                case What.Prefix(String start) -> Lexemes.anyOf(expanded(start, start + "%"));
                case What.Part(String part) -> Lexemes.anyOf(expanded(part, (hasParts() ? "%" : "") + part + "%"));
                case What.Phrase(List<Word> words) -> Lexemes.phrase(words);
                case What.Has(Content content) -> Lexemes.anyOf(Set.of("h:" + content.word()));
                case What.FromHandle(String handle) -> facts("f:", ids(HANDLE, handle));
                case What.From(UserId user) -> facts("f:", List.of(user.value()));
                case What.InNamed(String name) -> facts("c:", named(name));
                case What.In(ConversationId conversation) -> facts("c:", List.of(conversation.value()));
            };
            if (term.isEmpty()) {
                return Optional.empty();
            }
            if (!excluded && !(what instanceof What.Has)) {
                rank.add(term);
            }
            return Optional.of(excluded ? "!" + term : term);
        }

        private static String facts(String kind, List<Long> ids) {
            return ids.isEmpty()
                    ? ""
                    : Lexemes.anyOf(ids.stream().map(id -> kind + id).toList());
        }

        private Set<String> expanded(String written, String pattern) throws SQLException {
            Set<String> words = new LinkedHashSet<>();
            words.add(written);
            try (PreparedStatement statement = connection.prepareStatement(WORDS)) {
                statement.setString(1, pattern);
                statement.setInt(2, expansions);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        words.add(row.getString(1));
                    }
                }
            }
            return words;
        }

        private boolean hasParts() throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(HAS_PARTS);
                    ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }

        private List<Long> named(String name) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(NAMED)) {
                statement.setLong(1, viewer.value());
                statement.setString(2, name);
                return ids(statement);
            }
        }

        private List<Long> ids(String sql, String name) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, name);
                return ids(statement);
            }
        }

        private static List<Long> ids(PreparedStatement statement) throws SQLException {
            List<Long> ids = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
            return ids;
        }
    }
}
