// SPDX-License-Identifier: Apache-2.0
package io.truename.local.story;

import io.truename.local.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** Connection factory for the corpus, with an ordinary JDBC driver as in any application. */
public final class CorpusLogin {
    private final DatabaseAddress address;

    public CorpusLogin(DatabaseAddress address) {
        this.address = address;
    }

    /** Opens a connection. */
    public Connection connect() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {address.host()});
        source.setPortNumbers(new int[] {address.port()});
        source.setDatabaseName(address.database());
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setApplicationName("truename story");
        source.setConnectTimeout(10);
        return source.getConnection();
    }
}
