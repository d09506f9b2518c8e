// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.edge.EdgeFunction;

/** What the functions framework loads; its name is the {@code entryPoint} of {@code generate} in the catalog. */
public final class GenerateFunction extends EdgeFunction {
    public GenerateFunction() {
        super(GenerateApplication.class);
    }
}
