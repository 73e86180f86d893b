/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sim - the subcommands of hall-sim. Each gets its own words, argv[0] being its name,
 * and returns the status to exit with.
 */
#ifndef SIM_SIM_H
#define SIM_SIM_H

int sim_replay(int argc, char **argv);
int sim_day(int argc, char **argv);
int sim_days(int argc, char **argv);

#endif
