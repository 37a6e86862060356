import cluster from 'node:cluster';
import { ConfigError, loadConfig } from './config.ts';
import { helpText, printedConfig } from './config-text.ts';
import { boundHeapGrowth } from './heap-growth.ts';
import { createLog } from './log.ts';
import { serveAlone, serveAsWorker, serveWithWorkers } from './processes.ts';
import { runCommand } from './run-command.ts';

try {
  const { command, config } = loadConfig();
  if (command.kind === 'help') process.stdout.write(helpText());
  else if (command.kind === 'print-config') process.stdout.write(`${printedConfig(config)}\n`);
  else if (command.kind !== 'serve') process.exitCode = await runCommand(command, config);
  else {
    boundHeapGrowth();
    const log = createLog(config.logLevel);
    if (cluster.isWorker) await serveAsWorker(config, log);
    else if (config.processes > 1) serveWithWorkers(config, log);
    else await serveAlone(config, log);
  }
} catch (error) {
  process.stderr.write(`${startFailure(error)}\n`);
  process.exit(1);
}

function startFailure(error: unknown): string {
  if (error instanceof ConfigError)
    return ['Wharf did not start:', ...error.problems.map((each) => `  ${each}`)].join('\n');
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE')
    return `Wharf did not start: ${String(error)}. Stop what listens there, or set WHARF_PORT to another port (WHARF_HTTP_PORT, if it is that one).`;
  if (code === 'EACCES')
    return `Wharf did not start: ${String(error)}. Set WHARF_DATA to a folder and WHARF_PORT to a port that this user may use.`;
  return `Wharf did not start: ${error instanceof Error ? error.stack : String(error)}`;
}
