// SPDX-License-Identifier: Apache-2.0
package io.truename.alerttests;

/** Input that cannot be used; the message names file, place, problem and remedy. */
final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InputException(String file, String place, String problem, String remedy) {
        super(file + ": " + (place.isEmpty() ? "" : place + ": ") + problem + ". " + remedy);
    }
}
