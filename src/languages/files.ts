/** Files that hold keys and that no ESLint language reads; rows by what they are. */
export const TEXT_FILES: readonly string[] = [
  // Environment files; the sample too, where real keys are left behind.
  '**/.env',
  '**/.env.*',
  '**/*.env',
  '**/.envrc',
  // Containers
  '**/Dockerfile',
  '**/Dockerfile.*',
  '**/*.dockerfile',
  '**/Containerfile',
  // Shells
  '**/*.{sh,bash,zsh,fish,ksh}',
  '**/*.{ps1,psm1,bat,cmd}',
  // Build and deployment
  '**/{Makefile,Justfile,Procfile,Jenkinsfile}',
  '**/*.{mk,tf,tfvars,hcl,gradle,nix}',
  // Settings
  '**/*.{ini,cfg,conf,properties}',
  '**/.npmrc',
  // Requests
  '**/*.{http,rest,curl,bru}',
  // Languages in which gateways are called
  '**/*.{py,pyi,rb,php,go,rs,java,kt,kts,scala,swift,dart,cs,fs,vb,c,h,cc,cpp,hpp,lua,pl,r,jl,ex,exs,clj}',
];
