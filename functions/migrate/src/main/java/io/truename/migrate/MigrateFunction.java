// SPDX-License-Identifier: Apache-2.0
package io.truename.migrate;

import io.truename.edge.EdgeFunction;

/** Entry point that the functions framework loads; its name is the {@code entryPoint} of {@code migrate} in the catalog. */
public final class MigrateFunction extends EdgeFunction {
    public MigrateFunction() {
        super(MigrateApplication.class);
    }
}
