// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

/**
 * Mistake in a file of the catalog.
 *
 * @param file name of the file, as {@code metrics.yaml}
 * @param line line of the mistake, from 1
 * @param path path of the field, as {@code /metrics/generate~1requests/unit}, with names escaped as in RFC 6901
 * @param rule the rule that the field breaks
 * @param remedy the correction
 */
public record CatalogProblem(String file, int line, String path, String rule, String remedy) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + path + ": " + rule + "; " + remedy;
    }
}
