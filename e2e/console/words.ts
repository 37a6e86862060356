import type { Language } from '../support/browser.ts';

/** What the tests look for on the pages, as a user of each language reads it. */
export interface Words {
  signInTitle: string;
  user: string;
  password: string;
  signIn: string;
  wrongCredentials: string;
  overview: string;
  organizations: string;
  images: string;
  createOrganization: string;
  firstOrganization: string;
  name: string;
  create: string;
  /** A piece of the sentence about each wrong name. */
  refusals: readonly (readonly [name: string, sentence: string])[];
  taken: string;
  quota: string;
  waiting: string;
  loginCommand: string;
  loginTools: string;
  done: string;
  visibility: string;
  layers: string;
  config: string;
  byDigest: string;
  users: string;
  addUsers: string;
  permission: string;
  manage: string;
  edit: string;
  read: string;
  everywhere: string;
  offline: string;
  newVersion: string;
  crashed: string;
  noSuchPage: string;
  reload: string;
}

export const words: Record<Language, Words> = {
  'en-US': {
    signInTitle: 'Sign in to Wharf',
    user: 'User name',
    password: 'Password',
    signIn: 'Sign in',
    wrongCredentials: 'The user name or password is wrong.',
    overview: 'Overview',
    organizations: 'Organizations',
    images: 'Images',
    createOrganization: 'Create organization',
    firstOrganization: 'Create your first organization',
    name: 'Name',
    create: 'Create',
    refusals: [
      ['Shop', '“S” is a capital letter'],
      ['1shop', 'begins with “1”'],
      ['shop-', 'ends with “-”'],
      ['shop/web', '“/” is not allowed'],
      ['shop web', 'A space is not allowed'],
      ['shop..web', '“..” stands between'],
      ['v2', 'belongs to the server'],
      ['a'.repeat(65), 'has 65 characters'],
    ],
    taken: 'is taken',
    quota: 'used up its organizations (2 of 2)',
    waiting: 'Waiting for the first push',
    loginCommand: 'Login command',
    loginTools: 'Login command by tool',
    done: 'Done',
    visibility: 'Private',
    layers: 'Layers by size',
    config: 'Config',
    byDigest: 'By digest',
    users: 'Users',
    addUsers: 'Add permissions',
    permission: 'Permission',
    manage: 'Manage',
    edit: 'Edit',
    read: 'Read',
    everywhere: 'Sign out everywhere',
    offline: 'You are offline',
    newVersion: 'There is a new version',
    crashed: 'This page failed',
    noSuchPage: 'There is no such page',
    reload: 'Reload',
  },
  'zh-CN': {
    signInTitle: '登录 Wharf',
    user: '用户名',
    password: '密码',
    signIn: '登录',
    wrongCredentials: '用户名或密码错误',
    overview: '总览',
    organizations: '组织管理',
    images: '我的镜像',
    createOrganization: '创建组织',
    firstOrganization: '创建第一个组织',
    name: '名称',
    create: '创建',
    refusals: [
      ['Shop', '“S”是大写字母'],
      ['1shop', '以“1”开头'],
      ['shop-', '以“-”结尾'],
      ['shop/web', '不允许使用“/”'],
      ['shop web', '不允许使用空格'],
      ['shop..web', '出现了“..”'],
      ['v2', '是服务器自身使用的地址'],
      ['a'.repeat(65), '65 个字符'],
    ],
    taken: '已被占用',
    quota: '组织配额已用完（2 / 2）',
    waiting: '正在等待第一次推送',
    loginCommand: '登录指令',
    loginTools: '各工具的登录指令',
    done: '完成',
    visibility: '私有',
    layers: '各层大小',
    config: '配置',
    byDigest: '按摘要拉取',
    users: '用户',
    addUsers: '添加权限',
    permission: '权限',
    manage: '管理',
    edit: '编辑',
    read: '只读',
    everywhere: '在所有设备上退出',
    offline: '网络已断开',
    newVersion: '有新版本',
    crashed: '页面出现错误',
    noSuchPage: '页面不存在',
    reload: '重新加载',
  },
};
