import { type Platform, plausiblePlatform } from './platform.ts';

/** The parts of an image config (OCI image spec, "Image Configuration") that Wharf shows; unknown shapes are left out. */
export interface ImageConfig {
  platform?: Platform;
  created?: string;
  author?: string;
  user?: string;
  workingDir?: string;
  entrypoint: string[];
  command: string[];
  env: string[];
  exposedPorts: string[];
  volumes: string[];
  labels: Record<string, string>;
  stopSignal?: string;
  history: HistoryEntry[];
}

export interface HistoryEntry {
  createdBy: string;
  created?: string;
  comment?: string;
  /** True for an instruction that made no layer (ENV, CMD ...). */
  emptyLayer: boolean;
}

type Json = Record<string, unknown>;

/** Reads a config document; anything of an unexpected shape is left out, since clients write what they like here. */
export function parseImageConfig(bytes: Uint8Array): ImageConfig | undefined {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
  const root = asObject(json);
  if (!root) return undefined;
  const config = asObject(root.config) ?? {};
  const os = asString(root.os);
  const architecture = asString(root.architecture);
  const variant = asString(root.variant);
  const platform =
    os && architecture ? plausiblePlatform({ os, architecture, ...(variant ? { variant } : {}) }) : undefined;
  return {
    ...(platform ? { platform } : {}),
    ...present('created', asString(root.created)),
    ...present('author', asString(root.author)),
    ...present('user', asString(config.User)),
    ...present('workingDir', asString(config.WorkingDir)),
    ...present('stopSignal', asString(config.StopSignal)),
    entrypoint: asStrings(config.Entrypoint),
    command: asStrings(config.Cmd),
    env: asStrings(config.Env),
    exposedPorts: Object.keys(asObject(config.ExposedPorts) ?? {}),
    volumes: Object.keys(asObject(config.Volumes) ?? {}),
    labels: Object.fromEntries(
      Object.entries(asObject(config.Labels) ?? {}).filter(([, value]) => typeof value === 'string'),
    ) as Record<string, string>,
    history: (Array.isArray(root.history) ? root.history : []).flatMap(historyEntry),
  };
}

function historyEntry(value: unknown): HistoryEntry[] {
  const json = asObject(value);
  if (!json) return [];
  return [
    {
      createdBy: asString(json.created_by) ?? '',
      emptyLayer: json.empty_layer === true,
      ...present('created', asString(json.created)),
      ...present('comment', asString(json.comment)),
    },
  ];
}

function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function asString(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function asStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}

function present<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: string });
}
