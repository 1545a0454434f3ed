package org.sekimori.control.cli;

import picocli.CommandLine.Command;

@Command(name = "policy", description = "Check policies.", mixinStandardHelpOptions = true)
final class PolicyCommand {}
