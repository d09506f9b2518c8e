// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.selfcheck;

import java.util.Locale;

/** Implementation that computes ids from the recipe. */
public enum Implementation {
    /** The code of this instance. */
    JAVA,
    /** SQL in the database of the corpus. */
    POSTGRES,
    /** The deployed function, over HTTP. */
    GENERATE;

    /** Name in JSON, logs, metrics and causes. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
