package chat.parley.adapter.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Stands between the log and its connections. */
final class Interference {
    private Interference() {}

    /** Around each {@code executeQuery} of a prepared statement. */
    @FunctionalInterface
    interface Around {
        Object query(Connection connection, Query query) throws SQLException;
    }

    @FunctionalInterface
    interface Query {
        Object run() throws SQLException;
    }

    static ConnectionSource with(ConnectionSource source, Around around) {
        return () -> {
            Connection connection = source.open();
            return proxy(Connection.class, connection, (method, arguments) -> {
                Object result = call(method, connection, arguments);
                return result instanceof PreparedStatement statement
                        ? proxy(
                                PreparedStatement.class,
                                statement,
                                (called, with) -> called.getName().equals("executeQuery")
                                        ? around.query(connection, () -> call(called, statement, with))
                                        : call(called, statement, with))
                        : result;
            });
        };
    }

    private interface Handler {
        Object call(Method method, Object[] arguments) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, T target, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                Interference.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> handler.call(method, arguments)));
    }

    private static Object call(Method method, Object target, Object[] arguments) throws SQLException {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            if (failed.getCause() instanceof SQLException sql) {
                throw sql;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
