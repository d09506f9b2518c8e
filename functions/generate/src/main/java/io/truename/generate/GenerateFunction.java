// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.edge.EdgeFunction;

/** Entry point of {@code generate}, named in the catalog's {@code entryPoint}. */
public final class GenerateFunction extends EdgeFunction {
    public GenerateFunction() {
        super(GenerateApplication.class);
    }
}
