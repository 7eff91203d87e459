package chat.parley.adapter.postgres;

import chat.parley.core.account.SigningKey;
import chat.parley.core.account.SigningKeys;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The signing keys in table {@code signing_key}. */
public final class PostgresKeys implements SigningKeys {
    /** Of two nodes that start on an empty store, the second waits here and then finds the first one's key. */
    private static final String LOCK = "lock table signing_key in share row exclusive mode";

    private static final String ALL = "select kid, private_key, public_key from signing_key order by created_at, kid";

    private static final String ADD = "insert into signing_key (kid, private_key, public_key) values (?, ?, ?)";

    private final Transactions transactions;

    public PostgresKeys(ConnectionSource connections) {
        this.transactions = new Transactions(connections);
    }

    @Override
    public List<SigningKey> all(Supplier<SigningKey> first) {
        List<SigningKey> keys = transactions.statement(PostgresKeys::read);
        return keys.isEmpty() ? transactions.run(connection -> readOrAdd(connection, first)) : keys;
    }

    private static List<SigningKey> readOrAdd(Connection connection, Supplier<SigningKey> first) throws SQLException {
        try (Statement lock = connection.createStatement()) {
            lock.execute(LOCK);
        }
        List<SigningKey> keys = read(connection);
        if (!keys.isEmpty()) {
            return keys;
        }
        SigningKey key = first.get();
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            insert.setString(1, key.kid());
            insert.setBytes(2, key.pair().getPrivate().getEncoded());
            insert.setBytes(3, key.pair().getPublic().getEncoded());
            insert.executeUpdate();
        }
        return List.of(key);
    }

    private static List<SigningKey> read(Connection connection) throws SQLException {
        List<SigningKey> keys = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(ALL);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                KeyPair pair = pair(row.getBytes("private_key"), row.getBytes("public_key"));
                keys.add(new SigningKey(row.getString("kid"), pair));
            }
        }
        return keys;
    }

    private static KeyPair pair(byte[] privateKey, byte[] publicKey) throws SQLException {
        try {
            KeyFactory factory = KeyFactory.getInstance("Ed25519");
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(publicKey)),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
        } catch (GeneralSecurityException damaged) {
            throw new SQLException("a signing key in the store is damaged", damaged);
        }
    }
}
