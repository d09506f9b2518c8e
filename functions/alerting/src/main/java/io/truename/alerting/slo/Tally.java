// SPDX-License-Identifier: Apache-2.0
package io.truename.alerting.slo;

/** Good events among all; an event is a request or a window. */
record Tally(double good, double total) {}
