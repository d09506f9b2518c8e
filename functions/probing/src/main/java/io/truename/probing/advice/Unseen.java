// SPDX-License-Identifier: Apache-2.0
package io.truename.probing.advice;

/**
 * Part of the database that could not be seen.
 *
 * @param what cannot be advised on
 * @param remedy that shows it
 */
public record Unseen(String what, String why, String remedy) {}
