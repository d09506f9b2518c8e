// SPDX-License-Identifier: Apache-2.0
package io.truename.report.http;

import io.truename.postgres.Database;
import io.truename.postgres.reporting.ReportStore;
import io.truename.report.making.Reports;
import io.truename.report.money.Money;

/** Services of calls. */
public record Services(Database database, ReportStore reportStore, Reports reports, Money money) {}
